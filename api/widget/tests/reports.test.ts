// Evaluation reports: what became better or worse, beside the baseline or an earlier run; what was never run is said.

import { afterEach, describe, expect, it, vi } from "vitest";
import { clientOf } from "../src/core/client.js";
import type { Check, Evaluation, Page, Process, Summary } from "../src/reports/api.js";
import { flat, processOf, readable, rowsOf, unjudged } from "../src/reports/comparing.js";
import { T2rReports } from "../src/reports/element.js";

// biome-ignore format: one check
const check = (name: string, before: number | null, now: number | null, more: Partial<Check> = {}): Check => ({
  name, verdict: "not worse", before, now, margin: 0, lower_is_better: false, says: "", means: "",
  difference: before === null || now === null ? null : now - before, direction: null, ...more,
});

// biome-ignore format: one evaluation
const evaluation = (more: Partial<Evaluation> = {}): Evaluation => ({
  id: "20261120T120000Z-flows", name: "flows", at: "2026-11-20T12:00:00Z", seconds: 45, command: "t2r eval flows --seed 1",
  verdict: "worse", error: null, checks: [], metrics: {}, conformance: null, recorded: null, config: {}, ...more,
});

describe("rowsOf", () => {
  it("has the worse ones first, as the server found them beside the baseline", () => {
    const checks = [
      check("same", 1, 1, { direction: "same" }),
      check("better", 0, 1, { direction: "better" }),
      check("unknown", null, 1),
      check("worse", 1, 0, { direction: "worse" }),
    ];
    expect(rowsOf(evaluation({ checks }), null).map(({ name }) => name)).toEqual([
      "worse",
      "better",
      "same",
      "unknown",
    ]);
  });

  it.each([
    [0.5, 0.6, false, "better"],
    [0.5, 0.6, true, "worse"],
    [0.6, 0.5, true, "better"],
    [0.1 + 0.2, 0.3, false, "same"],
  ])("beside an earlier run: %s then, %s now, lower is better %s: %s", (then, now, lower, direction) => {
    const told = { lower_is_better: lower, direction: "same" as const };
    const [row] = rowsOf(
      evaluation({ checks: [check("m", 9, now, told)] }),
      evaluation({ checks: [check("m", 9, then)] }),
    );
    expect([row?.before, row?.direction]).toEqual([then, direction]);
  });

  it("says nothing of a metric that the earlier run has not", () => {
    const [row] = rowsOf(evaluation({ checks: [check("m", 9, 1)] }), evaluation());
    expect([row?.before, row?.difference, row?.direction]).toEqual([null, null, null]);
  });
});

describe("names", () => {
  it("are read", () => {
    expect(readable("metrics.auto_answered")).toBe("auto answered");
    expect(processOf("processes/1.3.7.1/score")).toBe("1.3.7.1");
    expect(processOf("metrics.solved")).toBeNull();
    expect(flat({ a: { b: [1, 2], c: null }, d: true })).toEqual([
      ["a.b", "1, 2"],
      ["a.c", "null"],
      ["d", "true"],
    ]);
  });

  it("of what nothing judges are those of no check", () => {
    const one = evaluation({ checks: [check("metrics.solved", 1, 1)], metrics: { solved: 1, routed: 0.9 } });
    expect(unjudged(one)).toEqual([["routed", 0.9]]);
  });
});

const PROCESS: Process = {
  id: "1.3.7.1", name: "Isolate", area: "Problem Handling", score: 4, certified: 4.5, tasks: 9, supported: 7, partial: 1, kind: "AM",
  missing: [{ id: "T1", name: "asks", support: "not supported", says: "404" }],
}; // biome-ignore format: one process

/** The element, on a server that answers these paths. */
async function shown(answers: Record<string, unknown>): Promise<T2rReports> {
  vi.stubGlobal("fetch", async (url: string) => {
    const { pathname, search } = new URL(url, "http://t2r.test");
    const found = answers[`${pathname}${search}`] ?? answers[pathname];
    if (found === undefined) return Response.json({ status: 404, detail: `no ${pathname}` }, { status: 404 });
    return Response.json(found);
  });
  const base = `http://t2r-${Math.random()}.test`; // a client of its own
  if (!customElements.get("t2r-reports")) customElements.define("t2r-reports", T2rReports);
  const element = document.createElement("t2r-reports") as T2rReports;
  element.baseUrl = base;
  element.lang = "en";
  document.body.append(element);
  clientOf(base);
  await vi.waitFor(() => expect(text(element)).toMatch(/run here|Pick an|not allow/));
  return element;
}

const text = (element: T2rReports): string => element.shadowRoot?.textContent?.replace(/\s+/g, " ") ?? "";
const all = (element: T2rReports, selector: string): HTMLElement[] => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];
const ME = { "/v1/session": { name: "meena", scopes: ["evaluations:read"], expires_at: "" } };
const page = (items: Summary[], never_run: string[] = []): Page => ({ items, next: null, never_run, unreadable: [] });
const summary = (one: Evaluation): Summary => ({ ...one, judged: one.checks.length, better: 1, worse: 1 });

describe("<t2r-reports>", () => {
  afterEach(() => {
    document.body.replaceChildren();
    sessionStorage.clear();
    vi.unstubAllGlobals();
  });

  it("says of what was never run that it was not, and shows no figure", async () => {
    const element = await shown({ ...ME, "/v1/evaluations": page([], ["flows", "conformance"]) });
    expect(all(element, "[data-never]").map(({ dataset }) => dataset.never)).toEqual(["flows", "conformance"]);
    expect(text(element)).toContain("No evaluation has been run here.");
    expect(all(element, "table")).toEqual([]);
  });

  it("is not for whoever may not see them", async () => {
    const element = await shown({ "/v1/session": { name: "asha", scopes: ["cases:read"], expires_at: "" } });
    expect(text(element)).toContain("evaluations:read");
  });

  it("shows an evaluation beside its baseline, then beside an earlier run", async () => {
    const checks = [
      check("metrics.solved", 0.9, 0.8, { direction: "worse", verdict: "worse" }),
      check("processes/1.3.7.1/score", 4.5, 4, { direction: "worse" }),
    ];
    const now = evaluation({ checks, conformance: [PROCESS], config: { seed: 1 } });
    const earlier = evaluation({
      id: "20261119T120000Z-flows",
      at: "2026-11-19T12:00:00Z",
      checks: [check("metrics.solved", 0.9, 0.7)],
    });
    const element = await shown({
      ...ME,
      "/v1/evaluations": page([summary(now)]),
      "/v1/evaluations?name=flows&limit=100": page([summary(now), summary(earlier)]),
      [`/v1/evaluations/${now.id}`]: now,
      [`/v1/evaluations/${earlier.id}`]: earlier,
    });
    all(element, "[data-evaluation=flows]")[0]?.click();
    await vi.waitFor(() => expect(all(element, "[data-metric]")).toHaveLength(1));
    expect(all(element, "[data-metric]")[0]?.textContent?.replace(/\s+/g, " ")).toMatch(
      /solved.*0\.9.*0\.8.*−0\.1 worse.*worse than allowed/,
    );
    expect(all(element, "[data-process]")[0]?.textContent?.replace(/\s+/g, " ")).toMatch(
      /Isolate.*asks.*404.*−0\.5 worse.*4\.5.*7 of 9, 1 in part/,
    );
    expect(text(element)).toContain("t2r eval flows --seed 1");
    const against = all(element, ".against")[0] as HTMLSelectElement;
    against.value = earlier.id;
    against.dispatchEvent(new Event("change"));
    await vi.waitFor(() => expect(all(element, "[data-metric]")[0]?.dataset.direction).toBe("better"));
    expect(text(element)).not.toContain("worse than allowed"); // that is of the baseline
  });

  it("tells what could not be run, and what could not be read", async () => {
    const failed = evaluation({ verdict: "failed", error: "it did not start" });
    const unreadable = [{ file: "20261119T120000Z-past.json", problem: "name: Field required" }];
    const element = await shown({
      ...ME,
      "/v1/evaluations": { ...page([summary(failed)]), unreadable },
      [`/v1/evaluations/${failed.id}`]: failed,
    });
    expect(text(element)).toContain("20261119T120000Z-past.json: name: Field required");
    all(element, "[data-evaluation=flows]")[0]?.click();
    await vi.waitFor(() => expect(text(element)).toContain("it did not start"));
    expect(text(element)).not.toContain("Nothing of it is judged");
  });

  it("opens a case that broke a rule, where the cases are ours", async () => {
    const rules = [{ id: "r", text: "Look first", weight: "severe", kept: 0.5, broken: 3, cases: ["7", "8"] }];
    const recorded = { rules, processes: [], days: [], queues: [] };
    const one = evaluation({
      name: "cases",
      id: "20261120T120000Z-cases",
      verdict: null,
      recorded,
      config: { cases: "of the database" },
    });
    const element = await shown({ ...ME, "/v1/evaluations": page([summary(one)]), [`/v1/evaluations/${one.id}`]: one });
    const picked: unknown[] = [];
    element.addEventListener("t2r-case-picked", (event) => picked.push((event as CustomEvent).detail));
    all(element, "[data-evaluation=cases]")[0]?.click();
    await vi.waitFor(() => expect(all(element, "[data-rule] .link")).toHaveLength(2));
    expect(text(element)).toContain("and 1 more");
    all(element, "[data-rule] .link")[0]?.click();
    expect(picked).toEqual([{ case: 7 }]);
  });
});
