// Numbers, times and names as they are written.

import { describe, expect, it } from "vitest";
import { Format, titled, words } from "../src/core/format.js";
import { en } from "../src/core/texts.en.js";
import { hi } from "../src/core/texts.hi.js";
import { spoken } from "../src/core/texts.js";

describe("Format", () => {
  const now = new Date("2026-05-01T12:00:00");
  it.each([
    [10, "now"],
    [120, "2 min. ago"],
    [3_540, "59 min. ago"],
  ])("%i seconds ago is %s", (seconds, said) => {
    expect(new Format("en").age(new Date(now.getTime() - seconds * 1_000).toISOString(), now.getTime())).toBe(said);
  });

  it("says the day where it is another one", () => {
    const format = new Format("en");
    expect(format.clock("2026-05-01T09:05:00", now)).toBe("09:05 AM");
    expect(format.clock("2026-04-30T09:05:00", now)).toBe("Apr 30, 09:05 AM");
  });

  it("says the year where it is another one", () => {
    expect(new Format("en").clock("2025-12-31T09:05:00", now)).toBe("Dec 31, 2025, 09:05 AM");
  });
});

describe("names", () => {
  it.each([
    ["site_down", "site down", "Site down"],
    ["inProgress", "in progress", "In progress"],
    ["mobile-data", "mobile data", "Mobile data"],
    ["sms_barred", "SMS barred", "SMS barred"],
    ["swap_sim", "swap SIM", "Swap SIM"],
  ])("%s", (name, plain, first) => {
    expect([words(name), titled(name)]).toEqual([plain, first]);
  });
});

describe("languages", () => {
  it.each([
    [["hi-IN", "en"], "hi"],
    [["fr", "hi"], "hi"],
    [["fr", null, undefined], "en"],
  ])("of %j it is %s", (wishes, language) => {
    expect(spoken(...wishes)).toBe(language);
  });

  it("say the same things, and Hindi says them in Hindi", () => {
    expect(Object.keys(hi)).toEqual(Object.keys(en));
    const same = Object.entries(hi).filter(
      ([key, text]) => typeof text === "string" && text === en[key as keyof typeof en],
    );
    expect(same.map(([key]) => key)).toEqual(["linePlaceholder"]);
  });
});
