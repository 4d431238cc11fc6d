// Finished evaluations as the server gives them.

export type Verdict = "pass" | "worse" | "failed";
export type Direction = "better" | "worse" | "same";

export interface Summary {
  id: string;
  name: string;
  at: string;
  verdict: Verdict | null;
  judged: number;
  better: number;
  worse: number;
}

export interface Page {
  items: Summary[];
  next: string | null;
  never_run: string[];
  unreadable: { file: string; problem: string }[];
}

export interface Check {
  name: string;
  verdict: "not worse" | "worse" | "inconclusive";
  before: number | null;
  now: number | null;
  margin: number;
  lower_is_better: boolean;
  says: string;
  means: string;
  difference: number | null;
  direction: Direction | null;
}

export interface Process {
  id: string;
  name: string;
  area: string;
  score: number | null;
  certified: number | null;
  tasks: number;
  supported: number;
  partial: number;
  kind: "A" | "M" | "AM" | null;
  missing: { id: string; name: string; support: string; says: string }[];
}

export interface Group {
  cases: number;
  conforming: number | null;
  severe: number | null;
  fitness: number | null;
}

export interface Recorded {
  rules: { id: string; text: string; weight: string; kept: number | null; broken: number; cases: string[] }[];
  processes: {
    id: string;
    name: string | null;
    cases: number;
    seconds: number | null;
    kind: Process["kind"];
    deviations: number;
  }[];
  days: (Group & { day: string })[];
  queues: (Group & { queue: string | null })[];
}

export interface Evaluation {
  id: string;
  name: string;
  at: string;
  seconds: number;
  command: string;
  verdict: Verdict | null;
  error: string | null;
  checks: Check[];
  metrics: Record<string, number | null>;
  conformance: Process[] | null;
  recorded: Recorded | null;
  config: Record<string, unknown>;
}
