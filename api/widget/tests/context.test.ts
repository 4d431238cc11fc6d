// The bus: what is picked in one element moves all of its group.

import { beforeEach, describe, expect, it, vi } from "vitest";
import { Context, contextOf } from "../src/core/context.js";

beforeEach(() => sessionStorage.clear());

describe("Context", () => {
  it("tells of what is new, and of nothing else", () => {
    const context = new Context("a");
    const changed = vi.fn();
    context.addEventListener("change", changed);
    context.pick({ msisdn: "+91 98000-00001" });
    context.pick({ msisdn: "919800000001" });
    expect(context.msisdn).toBe("919800000001");
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["another customer leaves the case behind", { msisdn: "222222" }, { case: null, msisdn: "222222" }],
    ["a case comes with its customer", { case: 2, msisdn: "222222" }, { case: 2, msisdn: "222222" }],
    ["the same customer keeps the case", { msisdn: "+111111" }, { case: 1, msisdn: "111111" }],
    ["a case may be left alone", { case: null }, { case: null, msisdn: "111111" }],
    ["what is no number is nobody", { msisdn: "abc" }, { case: null, msisdn: null }],
  ])("%s", (_, wanted, expected) => {
    const context = new Context("b");
    context.pick({ case: 1, msisdn: "111111" });
    context.pick(wanted);
    expect({ case: context.case, msisdn: context.msisdn }).toEqual(expected);
  });

  it("is picked up again after a reload", () => {
    new Context("c").pick({ case: 5, msisdn: "555555" });
    expect(new Context("c").case).toBe(5);
    expect(new Context("d").case).toBeNull();
  });

  it("says whether there was a reader for a document", () => {
    const context = contextOf("e");
    expect(context.open({ document_id: "x" })).toBe(false);
    context.addEventListener("document", (event) => event.preventDefault());
    expect(context.open({ document_id: "x" })).toBe(true);
  });
});
