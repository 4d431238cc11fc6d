// Markdown as nodes: a cited span stays exact whatever the markup, and nothing of a document becomes HTML.

import { describe, expect, it } from "vitest";
import { render, slice } from "../src/core/markdown.js";

function shown(source: string, span: { start: number; end: number } | null = null): HTMLElement {
  const root = document.createElement("div");
  root.append(render(source, span));
  return root;
}

const marked = (root: HTMLElement): string =>
  [...root.querySelectorAll("mark")].map((each) => each.textContent).join("");

describe("render", () => {
  it.each([
    ["# Title", "h2"],
    ["- one\n- two", "ul > li + li"],
    ["3. three\n4. four", "ol[start='3'] > li"],
    ["> said", "blockquote > p"],
    ["```\ncode\n```", "pre > code"],
    ["| a | b |\n| --- | --- |\n| 1 | 2 |", "table tbody td"],
    ["**strong** and *soft*", "p > strong"],
    ["see https://example.org/x.", "a[rel='noopener noreferrer'][href='https://example.org/x']"],
  ])("%j has %s", (source, selector) => {
    expect(shown(source).querySelector(selector)).not.toBeNull();
  });

  it.each([
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "![x](https://example.org/track.gif)",
    "`<svg onload=alert(1)>`",
  ])("%j is text", (source) => {
    const root = shown(source);
    expect(root.querySelectorAll("img, script, svg, iframe, [href^='javascript'], [href^='data']")).toHaveLength(0);
  });

  it.each([
    ["📶 Open **Settings > Network** now.", "Settings > Network"],
    ["1. One 🙂 step\n2. Another `one`", "Another `one`"],
    ["| a | b |\n| --- | --- |\n| 📱 x | y |", "📱 x"],
    ["नेट नहीं चल रहा। फिर *कोशिश* करें।", "फिर *कोशिश* करें।"],
  ])("marks exactly what is cited of %j", (source, quote) => {
    const start = [...source.slice(0, source.indexOf(quote))].length;
    const end = start + [...quote].length;
    expect(slice(source, start, end)).toBe(quote);
    expect(marked(shown(source, { start, end }))).toBe(quote.replace(/[*`]/g, ""));
  });

  it("ends on any input, in a time that grows with its length", () => {
    for (const part of ["**", "[", "](", "`", "_a", "> ", "- ", "| ", "<"]) {
      expect(shown(part.repeat(3_000)).textContent?.length).toBeGreaterThanOrEqual(0);
    }
  });
});
