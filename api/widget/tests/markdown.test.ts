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

const SOURCE =
  "# 📶 Signal\r\n\nThe **APN 🙂 names** the gateway. A wrong `APN` stops data 👩‍👩‍👧 at once.\n\n" +
  "1. Open *Settings* 📱 now.\n2. Reset it: यह ठीक है.\n   - check 𝕏 twice\n\n> quoted 😀 words\n> go on\n\n" +
  "| a 🙂 | b |\n|---|---|\n| one | two 🎉 |\n\n```\ncode 🧪 line\nnext\n```\nlast [link 🔗](https://example.org) end.";

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
    ["###### Deep ##", "<h6>Deep</h6>"],
    ["one\ntwo\n\nthree", "<p>one\ntwo</p><p>three</p>"],
    ["**bold with `code` in it**", "<p><strong>bold with <code>code</code> in it</strong></p>"],
    ["snake_case_name and 2*3*4", "<p>snake_case_name and 2<em>3</em>4</p>"],
    ["a \\*literal\\* star", "<p>a *literal* star</p>"],
    ["- one\n  goes on\n- two", "<ul><li>one\ngoes on</li><li>two</li></ul>"],
    ["- a\n  - b\n- c", "<ul><li><p>a</p><ul><li>b</li></ul></li><li>c</li></ul>"],
    ["1. a\n\n- b", '<ol start="1"><li>a</li></ol><ul><li>b</li></ul>'],
    ["a  \nb", "<p>a<br>b</p>"],
    ["| a | b |\n|---|---|\n| 1 | x\\|y |", "x|y"],
  ])("%j becomes %j", (source, html) => {
    expect(shown(source).innerHTML).toContain(html);
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

  it("marks of every span only characters of that span, and changes no text", () => {
    const plain = shown(SOURCE).textContent;
    const length = [...SOURCE].length;
    for (let start = 0; start < length; start += 11) {
      for (const size of [1, 40]) {
        const root = shown(SOURCE, { start, end: start + size });
        expect(root.textContent).toBe(plain);
        const cited = slice(SOURCE, start, start + size);
        let at = 0;
        for (const each of marked(root)) {
          at = cited.indexOf(each, at) + each.length;
          expect(at).toBeGreaterThanOrEqual(each.length);
        }
      }
    }
  });

  it("counts code points", () => {
    const points = [..."a📶b👩‍👩‍👧c𝕏"];
    for (let start = 0; start < points.length; start += 1) {
      for (let end = start; end <= points.length; end += 1)
        expect(slice(points.join(""), start, end)).toBe(points.slice(start, end).join(""));
    }
  });

  it("ends on any input, in a time that grows with its length", () => {
    for (const part of ["**", "[", "](", "`", "_a", "> ", "- ", "| ", "<"]) {
      expect(shown(part.repeat(3_000)).textContent?.length).toBeGreaterThanOrEqual(0);
    }
  });
});
