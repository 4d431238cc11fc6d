// The step that comes next: the ways to answer each kind, and that what costs money or cannot be undone is asked twice.

import { render } from "lit";
import { describe, expect, it, vi } from "vitest";
import type { Blank, Step, StepKind } from "../src/core/api.js";
import { Format } from "../src/core/format.js";
import { en } from "../src/core/texts.en.js";
import { stepCard, type Ways } from "../src/flow/step.js";

// biome-ignore format: one step
const stepOf = (kind: StepKind, more: Partial<Step> = {}): Step => ({
  call: "c1", kind, title: "Send a new SIM", why: "the SIM is broken", of: "customer", wording: "I am sending you a new SIM.", check: null,
  action: "send_sim", risk: "reversible", tool: "send_sim", arguments: { amount: 25, to: "HOME_2", empty: null }, has_tool: true, blanks: [],
  etom: null, ...more,
});

function shown(step: Step, confirming = false) {
  const ways = { answer: vi.fn(), act: vi.fn(), read: vi.fn(), confirm: vi.fn(), confirming } satisfies Ways;
  const root = document.createElement("div");
  render(stepCard(step, ways, en, new Format("en")), root);
  const press = (label: string) => {
    const button = [...root.querySelectorAll("button")].find((each) => each.textContent?.trim() === label);
    if (!button) throw new Error(`there is no button ${label}`);
    button.click();
  };
  return { ways, root, press };
}

describe("stepCard", () => {
  it.each<[StepKind, string, string, string]>([
    ["action", "Approve", "approve", ""],
    ["action", "Skip", "skip", ""],
    ["tell", "Done", "done", ""],
    ["tell", "Could not", "failed", ""],
    ["hand_over", "Hand over", "approve", ""],
    ["check", "Read it from the device", "approve", ""],
    ["question", "Nobody can tell", "skip", "nobody can tell"],
  ])("%s: %s means %s", (kind, label, decision, reason) => {
    const { press, ways } = shown(stepOf(kind));
    press(label);
    expect(ways.act).toHaveBeenCalledExactlyOnceWith(decision, reason);
  });

  it("says what an action will do, with what, and at what risk", () => {
    const { root } = shown(stepOf("action"));
    const text = root.querySelector(".effect")?.textContent?.replace(/\s+/g, " ");
    expect(text).toContain("can be undone");
    expect(text).toContain("send SIM");
    expect(text).toContain("Amount25");
    expect(text).toContain("ToHOME_2");
    expect(text).not.toContain("Empty");
  });

  it.each(["costs_money", "irreversible"])("what %s is approved only once it has been asked again", (risk) => {
    const first = shown(stepOf("action", { risk }));
    first.press("Approve");
    expect(first.ways.act).not.toHaveBeenCalled();
    expect(first.ways.confirm).toHaveBeenCalledWith(true);
    const second = shown(stepOf("action", { risk }), true);
    second.press("Cancel");
    expect(second.ways.act).not.toHaveBeenCalled();
    second.press("Yes, approve");
    expect(second.ways.act).toHaveBeenCalledExactlyOnceWith("approve", "");
  });

  it.each<[Blank, string, unknown]>([
    [{ fact: "data_works", type: "boolean", allowed: [true, false], unit: null }, "No", false],
    [{ fact: "speed", type: "enum", allowed: ["very_poor", "good"], unit: null }, "very poor", "very_poor"],
  ])("a fact with few values has a button for each", (blank, label, value) => {
    const { press, ways } = shown(stepOf("question", { blanks: [blank], has_tool: false, of: "agent" }));
    press(label);
    expect(ways.answer).toHaveBeenCalledExactlyOnceWith({ [blank.fact]: value }, "agent");
  });

  it("what somebody wrote is text", () => {
    const hostile = "<img src=x onerror=alert(1)>";
    const { root } = shown(
      stepOf("action", { title: hostile, wording: hostile, why: hostile, arguments: { a: hostile } }),
    );
    expect(root.querySelectorAll("img")).toHaveLength(0);
    expect(root.querySelector(".step-title")?.textContent).toBe(hostile);
  });
});
