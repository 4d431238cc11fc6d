// Calls and contacts as the server tells them.

import type { Badge, CaseStatus, CaseSummary, Known } from "../core/api.js";
import type { CustomerRead } from "../customer/api.js";

export type CallStanding = "ringing" | "talking" | "held" | "left";

/** A contact of before. */
export interface Earlier {
  id: number;
  channel: string;
  reason: string;
  description: string;
  case: number | null;
  started_at: string;
  status: "inProgress" | "completed";
}

export interface Contact extends Earlier {
  msisdn: string | null;
  agent: string;
  ended_at: string | null;
  wrap_up: string | null;
  open_items?: { kind: string; id: number; status: CaseStatus }[];
}

/** How a call of the agent stands now. */
export interface Call {
  number: number;
  at: string;
  call: string;
  standing: CallStanding;
}

/** A call that has come to the agent, with what there is to show. */
export interface Pop extends Call {
  kind: "Inbound" | "Outbound" | "Internal" | "Consult";
  interaction: number | null;
  msisdn: string | null;
  withheld: boolean;
  dialled: string | null;
  queue: string | null;
  reason: string;
  customer: string | null;
  /** Whose line it is, masked; null where they are to be asked for. */
  customers: CustomerRead[] | null;
  agents: string[];
  case: (CaseSummary & { checked: { question: string; known: Known[] }[] }) | null;
  open_cases: CaseSummary[];
  earlier: Earlier[];
  badges: Badge[];
  network: string | null;
}

/** What is shown of a call or contact. */
export interface Card {
  pop: Pop;
  /** Whether anybody has spoken: a call that nobody answered needs no words afterwards. */
  answered: boolean;
  /** Whether the workspace is about it. */
  taken: boolean;
  folded: boolean;
  /** The case it was said to be about. */
  about: number | null;
  /** Who has this line, as far as anybody may see; null while it is being looked up. */
  people: CustomerRead[] | null;
  verified: boolean;
  /** Begun here, not by a telephone system. */
  own: boolean;
}
