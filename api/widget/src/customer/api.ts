// Customers as the server gives them: `record` in the words of TMF629.

export interface ContactMedium {
  mediumType: string;
  preferred?: boolean;
  characteristic?: Record<string, string>;
}

export interface CustomerRecord {
  name?: string;
  contactMedium?: ContactMedium[];
  characteristic?: { name: string; value: unknown }[];
  account?: { id: string; name?: string }[];
  validFor?: { startDateTime?: string };
}

export interface CustomerRead {
  id: string;
  version: number;
  status: string;
  status_reason: string;
  verified: boolean;
  record: CustomerRecord;
  created_at: string;
  updated_at: string;
}

export interface ChangeRead {
  version: number;
  at: string;
  by: string;
  why: string;
  field: string;
  old: unknown;
  new: unknown;
}

export type Verdict = "pending" | "passed" | "failed" | "expired" | "replaced";

export interface Verification {
  id: number;
  customer: string;
  interaction: number;
  method: "code" | "questions";
  verdict: Verdict;
  attempts_left: number;
  expires_at: string;
  sent_to: string | null;
  questions: Record<string, string> | null;
}

export interface Offer {
  id: number;
  kind: string;
  code: string;
  title: string;
  why: string;
  state: string;
  by: string;
  made_at: string;
  valid_until: string;
  answered_at: string | null;
}

export interface Retention {
  risk: number;
  at_risk: boolean;
  reasons: { feature: string; title: string; value: number; weight: number }[];
  unknown: string[];
  trained_on: string;
  lifetime_value: number | null;
  points: number;
  tier: string | null;
  proposed: { code: string; title: string; kind: string; value: number; why: string }[];
  offers: Offer[];
  loyalty: { points: number; reason: string; at: string; by: string }[];
}

/** What the end of the contract would mean now. */
export interface Leaving {
  reasons: { code: string; title: string; attempt: "required" | "offer" | "none" }[];
  tried: Offer | null;
  proposed: Retention["proposed"];
  farewell: string;
  erase: Record<string, string>;
  kept_until: string;
}

/** How it ended. `order` is the one that ends the services, where it is made by this server. */
export interface Termination {
  reason: string;
  words: string;
  attempt: { code: string; title: string; outcome: string } | null;
  order?: number | null;
  by: string;
  at: string;
  erase: Record<string, string>;
  kept_until: string;
}
