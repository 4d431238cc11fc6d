// A case in words: values, sources, and what a note or a handover begins with.

import type { CaseRead, Known, Value } from "../core/api.js";
import { type Format, words } from "../core/format.js";
import type { Texts } from "../core/texts.js";

/** A value as people say it. */
export function valueInWords(value: unknown, unit: string | null, t: Texts, format: Format): string {
  if (value === true) return t.yes;
  if (value === false) return t.no;
  if (value === null || value === undefined || value === "") return "–";
  if (Array.isArray(value))
    return value.length ? value.map((each) => valueInWords(each, null, t, format)).join("; ") : "–";
  if (typeof value === "object") {
    return Object.entries(value)
      .map(([name, each]) => `${words(name)} ${valueInWords(each, null, t, format)}`)
      .join(", ");
  }
  const text = typeof value === "number" ? format.number(value, 2) : asSaid(String(value));
  return unit ? `${text} ${unit}` : text;
}

/** The label of a way to answer. */
export function choiceInWords(value: Value, t: Texts): string {
  if (value === true) return t.yes;
  if (value === false) return t.no;
  return asSaid(String(value));
}

/** A name of the vocabulary as words; what anybody wrote otherwise stays as it is. */
export const asSaid = (text: string): string => (/^[a-z][a-z0-9_]*$/.test(text) ? words(text) : text);

/** The name of a fact, without its unit where that is said with the value. */
export const factInWords = (fact: string, unit: string | null): string =>
  words(unit ? fact.replace(/_(dbm|gb|mbps)$/, "") : fact);

/** Who says so, and how sure that is. */
export function sourceInWords({ by, source, confidence }: Known, t: Texts, format: Format): string {
  const who = by === "system" ? asSaid(source) : t.by[by];
  return confidence < 0.995 ? `${who}, ${t.sure(format.percent(confidence))}` : who;
}

/** What is known and what was done, a line each: nobody has to ask or write it again. */
export function summaryOf(found: CaseRead, t: Texts, format: Format): string {
  const known = found.questions
    .filter(({ standing, known }) => known.length && (standing === "answered" || standing === "stale"))
    .map(({ question, known }) => {
      const values = known.map(({ fact, value, unit }) => {
        const said = valueInWords(value, unit, t, format);
        return known.length > 1 ? `${factInWords(fact, unit)} ${said}` : said;
      });
      return `${question} ${values.join("; ")}`;
    });
  const done = found.done?.titles.length ? [`${t.doneTitle}: ${found.done.titles.join(", ")}`] : [];
  return [...known, ...done].join("\n");
}
