// What is copied for a customer: nothing that rests on an internal source, or on one that nobody has looked up.

import { describe, expect, it } from "vitest";
import { type Audience, forCustomer, forNotes, steppedSentences } from "../src/assist/copying.js";
import type { Answer, Sentence } from "../src/core/api.js";

const sentence = (text: string, ...ids: string[]): Sentence => ({
  text,
  citations: ids.map((document_id) => ({
    document_id,
    kind: "article",
    title: document_id.toUpperCase(),
    version: 2,
    start: 0,
    end: 1,
    quote: "q",
  })),
});

function answerOf(text: string, ...sentences: Sentence[]): Answer {
  return {
    answer_id: "a1",
    question: "why?",
    decision: "answered",
    confidence: 0.9,
    text,
    sentences,
    next_check: null,
    missing: null,
    contradictions: [],
    live: null,
    articles: [],
    resolutions: [],
    composer: "extractive",
    timings_ms: {},
    query: { text: "", english: "", language: "en", changes: [] },
  };
}

const audiences = new Map<string, Audience>([
  ["open", "customer"],
  ["secret", "internal"],
  ["gone", undefined],
]);
const STEPS = answerOf(
  "Before.\n1. One.\n2. Two.\n3. Three.",
  sentence("Before.", "open"),
  sentence("One.", "open"),
  sentence("Two.", "secret"),
  sentence("Three.", "open"),
);

describe("forCustomer", () => {
  it.each([
    ["open", true],
    ["secret", false],
    ["gone", false],
    ["never looked up", false],
  ])("a sentence from %s is copied: %s", (id, copied) => {
    const found = forCustomer(answerOf("Yes.", sentence("Yes.", id)), audiences);
    expect(found).toEqual({ text: copied ? "Yes." : "", leftOut: copied ? 0 : 1, of: 1 });
  });

  it("leaves a sentence out of which one source is internal", () => {
    expect(forCustomer(answerOf("Yes.", sentence("Yes.", "open", "secret")), audiences).text).toBe("");
  });

  it("numbers the steps anew, so that no gap shows", () => {
    expect(forCustomer(STEPS, audiences)).toEqual({ text: "Before.\n1. One.\n2. Three.", leftOut: 1, of: 4 });
  });

  it("names no source", () => {
    expect(forCustomer(STEPS, audiences).text).not.toMatch(/open|OPEN/);
  });
});

describe("forNotes", () => {
  it("has everything, and each source once", () => {
    const text = forNotes(STEPS, "Answer", "high, 90%");
    expect(text).toContain("Two.");
    expect(text.match(/- OPEN \(open, v2\)/g)).toHaveLength(1);
    expect(text).toContain("Answer (high, 90%)");
    expect(text).toContain("[a1]");
  });
});

describe("steppedSentences", () => {
  it("are those with a numbered line of their own", () => {
    expect(steppedSentences(STEPS).map(({ text }) => text)).toEqual(["One.", "Two.", "Three."]);
    expect(steppedSentences(answerOf("One. Two.", sentence("One.", "open")))).toEqual([]);
  });
});
