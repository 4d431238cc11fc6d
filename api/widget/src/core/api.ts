// What the server takes and gives: the parts of its OpenAPI document that the elements read.

export type Decision = "answered" | "suggested" | "abstained";
export type DocumentKind = "article" | "resolution";

/** `quote` is exactly the characters `start` to `end`, counted in code points, of the document's body. */
export interface Citation {
  document_id: string;
  kind: DocumentKind;
  title: string;
  version: number;
  start: number;
  end: number;
  quote: string;
}

export interface Sentence {
  text: string;
  citations: Citation[];
}

export interface Passage {
  document_id: string;
  kind: DocumentKind;
  title: string;
  version: number;
  updated_at: string;
  headings: string[];
  start: number;
  end: number;
  text: string;
  score: number;
  parts: Record<string, number>;
  reason: string;
  duplicates: string[];
}

export interface Query {
  text: string;
  english: string;
  language: string;
  changes: [string, string][];
}

export interface LiveNote {
  text: string;
  say: string | null;
  article_id: string | null;
  opened: boolean;
}

export interface Pools {
  articles: Passage[];
  resolutions: Passage[];
}

export interface Answer extends Pools {
  answer_id: string;
  question: string;
  decision: Decision;
  confidence: number;
  text: string;
  sentences: Sentence[];
  next_check: Sentence | null;
  missing: string | null;
  contradictions: { article_id: string; resolution_id: string; text: string; citation: Citation }[];
  live: LiveNote | null;
  query: Query;
  composer: string;
  timings_ms: Record<string, number>;
}

export interface AnswerRequest {
  question: string;
  context: { turns: { role: "agent" | "assistant"; text: string }[]; product?: string; audience?: string };
  msisdn?: string;
}

/** What an agent says of an answer or of one of its documents. */
export interface Feedback {
  answer_id: string;
  document_id?: string;
  displayed?: boolean;
  clicked?: boolean;
  copied?: boolean;
  correct?: boolean;
  document_correct?: boolean;
  document_clear?: boolean;
  comment?: string;
}

export interface KnowledgeDocument {
  id: string;
  kind: DocumentKind;
  title: string;
  body: string;
  version: number;
  product: string;
  language: string;
  source: string[];
  audience: "internal" | "customer" | null;
  etom: string | null;
  valid_from: string | null;
  valid_until: string | null;
  closed_at: string | null;
  reopened_within_7_days: boolean | null;
}

/** A place in a document; without a span its beginning. `quote` is what was cited, `answer_id` for which answer. */
export interface Place {
  document_id: string;
  title?: string;
  start?: number;
  end?: number;
  quote?: string;
  answer_id?: string;
}

export type Severity = "critical" | "major" | "minor" | "info" | "unknown" | "clear";
export type BadgeKind = "outage" | "barring" | "coverage" | "congestion";

export interface Badge {
  id: string;
  kind: BadgeKind;
  cause: string;
  severity: Severity;
  sentence: string;
  evidence: string[];
  since: string | null;
  until: string | null;
  expires: string;
  confidence: number;
  say: string;
  article: string | null;
  flow: string | null;
  stale: boolean;
  retest: boolean;
}

export interface Badges {
  line: string | null;
  at: string;
  badges: Badge[];
  retest: { kind: BadgeKind; reason: string }[];
}

export type CaseStatus =
  | "acknowledged"
  | "inProgress"
  | "pending"
  | "held"
  | "resolved"
  | "closed"
  | "cancelled"
  | "rejected";
export type Value = string | number | boolean;

export interface CaseSummary {
  id: number;
  version: number;
  kind: string;
  status: CaseStatus;
  status_reason: string;
  severity: string;
  impact: string;
  urgency: string;
  priority: string;
  words: string;
  msisdn: string | null;
  owner: string | null;
  queue: string | null;
  parent: number | null;
  outage: string | null;
  say: string;
  expected_at: string | null;
  flow: string | null;
  outcome: string | null;
  cause: string | null;
  resolution: string | null;
  resolution_note: string;
  opened_at: string;
  updated_at: string;
  resolved_at: string | null;
  closed_at: string | null;
}

/** A fact that can be answered; `allowed` is empty where anything of the type is. */
export interface Blank {
  fact: string;
  type: string;
  allowed: Value[];
  unit: string | null;
}

export interface Known {
  fact: string;
  value: unknown;
  unit: string | null;
  source: string;
  by: "system" | "agent" | "customer";
  measured_at: string;
  age_s: number;
  fresh: boolean;
  confidence: number;
}

export type Standing = "next" | "answered" | "stale" | "unknown" | "open";

export interface Question {
  check: string;
  flow: string;
  question: string;
  wording: string | null;
  etom: string | null;
  standing: Standing;
  known: Known[];
  blanks: Blank[];
}

export type StepKind = "question" | "check" | "action" | "tell" | "hand_over" | "reading";

export interface Step {
  call: string;
  kind: StepKind;
  title: string;
  why: string;
  of: "system" | "agent" | "customer";
  wording: string | null;
  check: string | null;
  action: string | null;
  risk: string | null;
  tool: string;
  arguments: Record<string, unknown>;
  has_tool: boolean;
  blanks: Blank[];
  etom: string | null;
}

export interface Done {
  outcome: string;
  reason: string;
  queue: string | null;
  say: string | null;
  actions: string[];
  titles: string[];
  evidence: string[];
}

export interface CaseRead extends CaseSummary {
  history: { at: string; status: CaseStatus; reason: string; by: string }[];
  flow_title: string | null;
  questions: Question[];
  next: Step | null;
  done: Done | null;
  under_way: { call: string; tool: string; by: string; since: string } | null;
}

export interface TraceStep {
  seq: number;
  version: number;
  at: string;
  by: string;
  who: "A" | "M" | "AM";
  what: string;
  name: string;
  etom: string;
  body: Record<string, unknown>;
}

export interface Codes {
  causes: Record<string, string>;
  resolutions: Record<string, string>;
}

/** Who is signed in, and what they may do. */
export interface Me {
  name: string;
  scopes: string[];
  expires_at: string;
}

/** Whether somebody with these scopes may do this to at least their own data. */
export function may(me: Me | null, scope: string): boolean {
  return me !== null && [scope, `${scope}:own`, "admin"].some((each) => me.scopes.includes(each));
}

/** The path of a document; its id may hold slashes and anything else. */
export const documentPath = (id: string): string => `/v1/documents/${id.split("/").map(encodeURIComponent).join("/")}`;
