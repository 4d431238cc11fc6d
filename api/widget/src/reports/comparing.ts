// An evaluation beside its baseline, or beside an earlier one: what became better, and what worse.

import type { Check, Direction, Evaluation } from "./api.js";

/** A judged metric, as a row of the report. */
export interface Row {
  name: string;
  before: number | null;
  now: number | null;
  difference: number | null;
  direction: Direction | null;
  check: Check;
}

const SAME = 1e-9; // a difference that is none
const PROCESS = /^processes\/([\d.]+)\/score$/;

/** The judged metrics, the worse ones first; `earlier` takes the place of the baseline. */
export function rowsOf(evaluation: Evaluation, earlier: Evaluation | null): Row[] {
  const order: (Direction | null)[] = ["worse", "better", "same", null];
  return evaluation.checks
    .map((check) => rowOf(check, earlier))
    .sort((one, other) => order.indexOf(one.direction) - order.indexOf(other.direction));
}

function rowOf(check: Check, earlier: Evaluation | null): Row {
  const { name, now, lower_is_better } = check;
  if (!earlier)
    return { name, now, before: check.before, difference: check.difference, direction: check.direction, check };
  const before = earlier.checks.find((each) => each.name === name)?.now ?? null;
  if (before === null || now === null) return { name, now, before, difference: null, direction: null, check };
  const difference = now - before;
  const direction = Math.abs(difference) <= SAME ? "same" : difference < 0 === lower_is_better ? "better" : "worse";
  return { name, now, before, difference, direction, check };
}

/** Which process a judged metric is the score of. */
export const processOf = (name: string): string | null => PROCESS.exec(name)?.[1] ?? null;

/** The metrics that nothing judges. */
export function unjudged({ checks, metrics }: Evaluation): [string, number | null][] {
  const judged = new Set(checks.map(({ name }) => name.replace(/^metrics\./, "")));
  return Object.entries(metrics).filter(([name]) => !judged.has(name));
}

/** A metric's name as it is read. */
export const readable = (name: string): string =>
  name
    .replace(/^metrics\./, "")
    .replaceAll("_", " ")
    .replaceAll(".", " · ");

/** Nested settings as `[dotted name, value]`. */
export function flat(config: Record<string, unknown>, prefix = ""): [string, string][] {
  return Object.entries(config).flatMap(([name, value]): [string, string][] =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? flat(value as Record<string, unknown>, `${prefix}${name}.`)
      : [[`${prefix}${name}`, Array.isArray(value) ? value.join(", ") : String(value)]],
  );
}
