// What the systems name and write, as people say it.

import { describe, expect, it } from "vitest";
import type { Known } from "../src/core/api.js";
import { Format } from "../src/core/format.js";
import { en } from "../src/core/texts.en.js";
import { factInWords, sourceInWords } from "../src/flow/words.js";
import { plain } from "../src/knowledge/element.js";
import { faultInWords } from "../src/order/api.js";

describe("a fact", () => {
  it.each([
    ["data_speed_mbps", "Mbit/s", "data speed"],
    ["data_used_gb", "GB", "data used"],
    ["data_speed", null, "data speed"],
    ["paid_gb", null, "paid gb"],
  ])("%s in %s is %s: the unit is said once", (fact, unit, said) => {
    expect(factInWords(fact, unit)).toBe(said);
  });
});

describe("a source", () => {
  it.each([
    ["read_sim_status", "read SIM status"],
    ["3GPP TR 38.901, corrected by 120 measurements", "3GPP TR 38.901, corrected by 120 measurements"],
  ])("%s is %s: what is written as text stays as it is", (source, said) => {
    expect(sourceInWords({ by: "system", source, confidence: 1 } as Known, en, new Format("en"))).toBe(said);
  });
});

describe("a fault", () => {
  it.each([
    ["OUT_OF_STOCK: no SIM is free", "Out of stock: no SIM is free"],
    ["The answer took too long", "The answer took too long"],
    ["SIM is broken", "SIM is broken"],
  ])("%s is %s", (error, said) => {
    expect(faultInWords(error)).toBe(said);
  });
});

describe("an excerpt", () => {
  it.each([
    ["## Do not\n\n- Do not ask\n- Do not open", "Do not Do not ask Do not open"],
    ["1. Restart **the phone**\n2. Wait `2` min", "Restart the phone Wait 2 min"],
    ["From -110 to -95 dBm", "From -110 to -95 dBm"],
  ])("%j is %j", (text, said) => {
    expect(plain(text)).toBe(said);
  });
});
