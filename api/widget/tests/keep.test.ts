// What a tab keeps: over a reload, of many customers only the last ones, and nothing once somebody has signed out.

import { beforeEach, describe, expect, it } from "vitest";
import { forgetAll, keep, keepLately, kept } from "../src/core/keep.js";

beforeEach(() => sessionStorage.clear());

describe("keep", () => {
  it("gives back what was kept, and else what was wished for", () => {
    keep("a", { n: 1 });
    expect(kept("a", null)).toEqual({ n: 1 });
    expect(kept("b", "nothing")).toBe("nothing");
  });

  it("forgets our own things alone", () => {
    keep("a", 1);
    keepLately("talk", "x", 1, 3);
    sessionStorage.setItem("the page's own", "1");
    forgetAll();
    expect(Object.keys(sessionStorage)).toEqual(["the page's own"]);
  });
});

describe("keepLately", () => {
  it("keeps the last ones only", () => {
    for (const place of ["a", "b", "c", "a", "d"]) keepLately("talk", place, `of ${place}`, 3);
    expect(["a", "b", "c", "d"].map((place) => kept(`talk ${place}`, null))).toEqual(["of a", null, "of c", "of d"]);
  });

  it("does not grow with a shift of 300 customers", () => {
    for (let number = 0; number < 300; number += 1) keepLately("talk", String(number), "x".repeat(1_000), 20);
    expect(Object.keys(sessionStorage)).toHaveLength(21);
  });
});
