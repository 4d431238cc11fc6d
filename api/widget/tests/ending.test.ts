// Ending a contract: an offer is tried first where the rules ask for it, and the end is asked for twice.

import { render } from "lit";
import { describe, expect, it, vi } from "vitest";
import { Format } from "../src/core/format.js";
import { en as core } from "../src/core/texts.en.js";
import type { Leaving, Offer, Termination } from "../src/customer/api.js";
import { type Ending, type EndingWays, endedCard, endingCard, needsOffer } from "../src/customer/ending.js";
import { en } from "../src/customer/texts.en.js";

const OFFER: Offer = {
  id: 3,
  kind: "retention",
  code: "credit",
  title: "One month without charge",
  why: "",
  state: "made",
  by: "asha",
  made_at: "2026-11-20T12:00:00Z",
  valid_until: "2026-12-04T12:00:00Z",
  answered_at: null,
};
const REVIEW = { code: "review", title: "A plan that fits", kind: "retention", value: 3, why: "is leaving" };
const LEAVING: Leaving = {
  reasons: [
    { code: "price", title: "Too expensive", attempt: "required" },
    { code: "moves", title: "Moves abroad", attempt: "offer" },
    { code: "died", title: "Has died", attempt: "none" },
  ],
  tried: null,
  proposed: [REVIEW],
  farewell: "We have ended your contract.",
  erase: { contactMedium: "2026-01-01T00:00:00Z", name: "2999-01-01T00:00:00Z" },
  kept_until: "2999-01-01T12:00:00Z",
};

function shown(now: Partial<Ending> | null, more: Partial<EndingWays> = {}) {
  const ways: EndingWays = {
    now: now && { leaving: LEAVING, reason: "", confirming: false, ...now },
    verified: true,
    busy: false,
    problem: "",
    offers: [],
    begin: vi.fn(),
    choose: vi.fn(),
    make: vi.fn(),
    answer: vi.fn(),
    confirm: vi.fn(),
    end: vi.fn(),
    cancel: vi.fn(),
    ...more,
  };
  const root = document.createElement("div");
  render(endingCard(ways, en, core, new Format("en")), root);
  const button = (label: string) => {
    const found = [...root.querySelectorAll("button")].find((each) => each.textContent?.trim().startsWith(label));
    if (!found) throw new Error(`there is no button ${label}`);
    return found;
  };
  return { ways, root, button, text: root.textContent?.replace(/\s+/g, " ") ?? "" };
}

describe("endingCard", () => {
  it("begins nothing for who is not verified", () => {
    const { button, text } = shown(null, { verified: false });
    expect(button("The customer wants to leave").disabled).toBe(true);
    expect(text).toContain("Who leaves must be verified.");
  });

  it.each([
    ["price", null, true],
    ["price", OFFER, false],
    ["moves", null, false],
    ["died", null, false],
    ["", null, false],
  ])("for %s, tried %o: an offer must be declined first: %s", (reason, tried, needed) => {
    expect(needsOffer({ leaving: { ...LEAVING, tried }, reason, confirming: false })).toBe(needed);
  });

  it("goes on only with a reason, and once the offer that is needed was declined", () => {
    expect(shown({}).button("Go on").disabled).toBe(true);
    expect(shown({ reason: "price" }).button("Go on").disabled).toBe(true);
    const declined = { ...OFFER, state: "declined", answered_at: "2026-11-21T12:00:00Z" };
    const { button, text } = shown({ reason: "price", leaving: { ...LEAVING, tried: declined } });
    expect(button("Go on").disabled).toBe(false);
    expect(text).toContain("Offered and declined on");
  });

  it("makes the offer, and takes the customer's answer to it", () => {
    const first = shown({ reason: "price" });
    first.button("Make it").click();
    expect(first.ways.make).toHaveBeenCalledWith("review", "is leaving");
    const { ways, button } = shown({ reason: "price" }, { offers: [OFFER] });
    button("Declines").click();
    button("Accepts").click();
    expect(vi.mocked(ways.answer).mock.calls).toEqual([
      [OFFER, false],
      [OFFER, true],
    ]);
  });

  it("says which offer goes with the farewell, and asks for no answer", () => {
    const { text, button } = shown({ reason: "moves" });
    expect(text).toContain("With the farewell goes this offer: A plan that fits");
    expect(button("Go on").disabled).toBe(false);
  });

  it("says what the end means before it is meant", () => {
    const { ways, button, text } = shown({ reason: "died", confirming: true });
    for (const said of [
      "This cannot be undone",
      "Has died",
      "All services end",
      "Erased at once: contact data.",
      "We have ended your contract.",
    ])
      expect(text).toContain(said);
    expect(text).not.toContain("name.");
    button("Cancel").click();
    expect(ways.confirm).toHaveBeenCalledWith(false);
    expect(ways.end).not.toHaveBeenCalled();
    button("End the contract").click();
    expect(ways.end).toHaveBeenCalledOnce();
  });

  it("says what went wrong, and nothing is pressed twice", () => {
    const { root, button } = shown({ reason: "died", confirming: true }, { problem: "Not verified.", busy: true });
    expect(root.querySelector("[role=alert]")?.textContent).toBe("Not verified.");
    expect(button("End the contract").disabled).toBe(true);
  });
});

describe("endedCard", () => {
  const ended: Termination = {
    reason: "price",
    words: "price",
    attempt: { code: "credit", title: "One month without charge", outcome: "declined" },
    by: "asha",
    at: "2026-11-20T12:00:00Z",
    erase: { name: "2999-01-01T00:00:00Z" },
    kept_until: "2999-01-01T12:00:00Z",
  };
  const root = (more: Partial<Termination>, isPart = true) => {
    const found = document.createElement("div");
    render(endedCard({ ...ended, ...more }, "https://t2r.example", isPart, en, new Format("en")), found);
    return found;
  };

  it("leads to the order that ends the services, where there is one", () => {
    expect(root({}).querySelector("a")).toBeNull();
    expect(root({ order: null }).querySelector("a")).toBeNull();
    const link = root({ order: 7 }).querySelector("a");
    expect([link?.getAttribute("href"), link?.target]).toEqual(["https://t2r.example/#order-7", ""]);
    expect(root({ order: 7 }, false).querySelector("a")?.target).toBe("_blank"); // the operator's own page stays
  });

  it("says what was tried, and what is still kept", () => {
    expect(root({}).textContent).toMatch(/One month without charge\s+Declined/);
    expect(root({}).textContent).toContain("name · until");
    expect(root({ erase: {} }).textContent).toContain("nothing");
  });
});
