// Markdown to DOM nodes, safely (text nodes only, never HTML) and with every character's place in the source kept,
// so that a cited span stays exactly highlighted whatever the markup around it.

interface Line {
  text: string;
  at: number;
}

interface Mapped {
  text: string;
  map: number[];
}

type Span = readonly [number, number];

/** The UTF-16 index of a Python offset, which counts code points: an emoji is one there and two here. */
export function toUtf16(text: string, codePoints: number): number {
  let index = 0;
  for (let passed = 0; passed < codePoints && index < text.length; passed += 1) {
    index += (text.codePointAt(index) as number) > 0xffff ? 2 : 1;
  }
  return index;
}

/** The slice `text[start:end]` as Python would cut it. */
export function slice(text: string, start: number, end: number): string {
  return text.slice(toUtf16(text, start), toUtf16(text, end));
}

/** Render `source`; the span [start, end) of code points, if given, is wrapped in <mark>. */
export function render(source: string, span: { start: number; end: number } | null = null): DocumentFragment {
  const highlight: Span = span ? [toUtf16(source, span.start), toUtf16(source, span.end)] : [0, 0];
  const root = document.createDocumentFragment();
  const lines: Line[] = [];
  let at = 0;
  for (const text of source.split("\n")) {
    lines.push({ text: text.replace(/\r$/, ""), at });
    at += text.length + 1;
  }
  renderBlocks(lines, root, highlight);
  return root;
}

const DEEPEST = 30; // lists and quotes within each other; what lies deeper is shown as it is written
const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const RULE = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])([ \t]+|$)/;
const QUOTE = /^ {0,3}> ?/;
const DELIMITERS = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

/** What is there: the places asked for are within the array. */
const at = <T>(array: readonly T[], place: number): T => array[place] as T;
const blank = (line: Line): boolean => line.text.trim() === "";
const exec = (pattern: RegExp, text: string): string[] => pattern.exec(text) as string[];
const cut = (line: Line, count: number): Line => ({
  text: line.text.slice(count),
  at: line.at + Math.min(count, line.text.length),
});
const indent = (line: Line): number => line.text.length - line.text.trimStart().length;

function renderBlocks(lines: Line[], parent: Node & ParentNode, highlight: Span, depth = 0): void {
  let n = 0;
  while (n < lines.length) {
    const line = at(lines, n);
    const heading = HEADING.exec(line.text);
    if (blank(line)) {
      n += 1;
    } else if (FENCE.test(line.text)) {
      n = renderFence(lines, n, parent, highlight);
    } else if (heading) {
      const from = line.text.indexOf(at(heading, 2), line.text.indexOf("#") + at(heading, 1).length);
      const node = parent.appendChild(document.createElement(`h${Math.min(6, at(heading, 1).length + 1)}`));
      inline(join([{ text: at(heading, 2), at: line.at + from }]), node, highlight);
      n += 1;
    } else if (RULE.test(line.text)) {
      parent.appendChild(document.createElement("hr"));
      n += 1;
    } else if (depth < DEEPEST && QUOTE.test(line.text)) {
      n = renderQuote(lines, n, parent, highlight, depth);
    } else if (depth < DEEPEST && ITEM.test(line.text)) {
      n = renderList(lines, n, parent, highlight, depth);
    } else if (startsTable(lines, n)) {
      n = renderTable(lines, n, parent, highlight);
    } else {
      n = renderParagraph(lines, n, parent, highlight);
    }
  }
}

function startsTable(lines: Line[], n: number): boolean {
  return (
    n + 1 < lines.length &&
    at(lines, n).text.includes("|") &&
    at(lines, n + 1).text.includes("-") &&
    DELIMITERS.test(at(lines, n + 1).text)
  );
}

function startsBlock(lines: Line[], n: number): boolean {
  const { text } = at(lines, n);
  return (
    blank(at(lines, n)) ||
    [HEADING, FENCE, RULE, QUOTE, ITEM].some((pattern) => pattern.test(text)) ||
    startsTable(lines, n)
  );
}

function renderParagraph(lines: Line[], first: number, parent: Node & ParentNode, highlight: Span): number {
  let n = first + 1;
  while (n < lines.length && !startsBlock(lines, n)) n += 1;
  const node = parent.appendChild(document.createElement("p"));
  inline(join(lines.slice(first, n).map((line) => cut(line, indent(line)))), node, highlight);
  return n;
}

function renderFence(lines: Line[], first: number, parent: Node & ParentNode, highlight: Span): number {
  const mark = at(exec(FENCE, at(lines, first).text), 1);
  let n = first + 1;
  while (n < lines.length && !(at(lines, n).text.trim().startsWith(mark) && FENCE.test(at(lines, n).text))) n += 1;
  const code = parent.appendChild(document.createElement("pre")).appendChild(document.createElement("code"));
  const { text, map } = join(lines.slice(first + 1, n));
  appendText(code, text, map, 0, text.length, highlight);
  return n + 1;
}

function renderQuote(lines: Line[], first: number, parent: Node & ParentNode, highlight: Span, depth: number): number {
  let n = first;
  const inner: Line[] = [];
  while (n < lines.length && QUOTE.test(at(lines, n).text)) {
    inner.push(cut(at(lines, n), at(exec(QUOTE, at(lines, n).text), 0).length));
    n += 1;
  }
  renderBlocks(inner, parent.appendChild(document.createElement("blockquote")), highlight, depth + 1);
  return n;
}

function renderList(lines: Line[], first: number, parent: Node & ParentNode, highlight: Span, depth: number): number {
  const ordered = /\d/.test(at(exec(ITEM, at(lines, first).text), 2));
  const list = parent.appendChild(document.createElement(ordered ? "ol" : "ul"));
  if (list instanceof HTMLOListElement) list.start = Number.parseInt(at(exec(ITEM, at(lines, first).text), 2), 10);
  let n = first;
  while (n < lines.length) {
    const item = ITEM.exec(at(lines, n).text);
    if (!item || /\d/.test(at(item, 2)) !== ordered || RULE.test(at(lines, n).text)) break;
    const width = at(item, 0).length;
    const inner = [cut(at(lines, n), width)];
    n += 1;
    // An item goes on while lines are indented under it, or carry on its paragraph; a blank line may come between.
    while (n < lines.length) {
      const next = lines.slice(n).find((line) => !blank(line));
      if (blank(at(lines, n)) ? next && indent(next) >= width : indent(at(lines, n)) >= Math.min(width, 2)) {
        inner.push(cut(at(lines, n), Math.min(indent(at(lines, n)), width)));
      } else if (blank(at(lines, n)) || blank(at(lines, n - 1)) || startsBlock(lines, n)) {
        break;
      } else {
        inner.push(at(lines, n));
      }
      n += 1;
    }
    const node = list.appendChild(document.createElement("li"));
    renderBlocks(inner, node, highlight, depth + 1);
    const only = node.firstChild;
    if (node.childElementCount === 1 && only?.nodeName === "P") node.replaceChildren(...only.childNodes);
    while (
      n < lines.length &&
      blank(at(lines, n)) &&
      lines.slice(n).find((line) => !blank(line)) &&
      isItem(lines, n, ordered)
    )
      n += 1;
  }
  return n;
}

function isItem(lines: Line[], n: number, ordered: boolean): boolean {
  const item = ITEM.exec(lines.slice(n).find((line) => !blank(line))?.text ?? "");
  return item !== null && /\d/.test(at(item, 2)) === ordered;
}

function renderTable(lines: Line[], first: number, parent: Node & ParentNode, highlight: Span): number {
  const scroller = parent.appendChild(document.createElement("div"));
  scroller.className = "table";
  const table = scroller.appendChild(document.createElement("table"));
  const head = table.appendChild(document.createElement("thead")).appendChild(document.createElement("tr"));
  for (const cell of cells(at(lines, first)))
    inline(join([cell]), head.appendChild(document.createElement("th")), highlight);
  const body = table.appendChild(document.createElement("tbody"));
  let n = first + 2;
  while (n < lines.length && !blank(at(lines, n)) && at(lines, n).text.includes("|")) {
    const row = body.appendChild(document.createElement("tr"));
    for (const cell of cells(at(lines, n)))
      inline(join([cell]), row.appendChild(document.createElement("td")), highlight);
    n += 1;
  }
  return n;
}

function cells(line: Line): Line[] {
  const found: Line[] = [];
  let start = 0;
  for (let i = 0; i <= line.text.length; i += 1) {
    if (line.text[i] === "\\") {
      i += 1;
    } else if (i === line.text.length || line.text[i] === "|") {
      const raw = line.text.slice(start, i);
      const lead = raw.length - raw.trimStart().length;
      found.push({ text: raw.trim(), at: line.at + start + lead });
      start = i + 1;
    }
  }
  if (line.text.trimStart().startsWith("|")) found.shift();
  if (line.text.trimEnd().endsWith("|")) found.pop();
  return found;
}

/** Lines as one text, with the place in the source of each of its UTF-16 units. */
function join(lines: Line[]): Mapped {
  let text = "";
  const map: number[] = [];
  lines.forEach((line, n) => {
    if (n > 0) {
      text += "\n";
      map.push(at(lines, n - 1).at + at(lines, n - 1).text.length);
    }
    for (let i = 0; i < line.text.length; i += 1) map.push(line.at + i);
    text += line.text;
  });
  return { text, map };
}

const ESCAPED = /\\[!-/:-@[-`{-~]/y;
const CODE = /(`+)(?!`)([\s\S]{0,2000}?[^`])\1(?!`)/y;
const LINK = /(!?)\[((?:[^[\]\\]|\\.)*)\]\(\s*<?([^\s<>()]*(?:\([^\s()]*\)[^\s<>()]*)*)>?(?:\s+"[^"]*")?\s*\)/y;
const ADDRESS = /<?(https?:\/\/[^\s<>]*[^\s<>.,;:!?'")\]])>?/y;
const STRONG = /(\*\*|__)(?=\S)([\s\S]{0,2000}?\S)\1/y;
const EMPHASIS = /([*_])(?=[^\s*_])((?:[^*_\\]|\\.|\*\*[^*]*\*\*)*?[^\s*_])\1/y;
const BREAK = /(?: {2,}|\\)\n/y;

function inline({ text, map }: Mapped, parent: Node & ParentNode, highlight: Span, from = 0, to = text.length): void {
  let plain = from;
  let i = from;
  const flush = (next: number) => {
    appendText(parent, text, map, plain, i, highlight);
    plain = next;
    i = next;
  };
  const match = (pattern: RegExp) => {
    pattern.lastIndex = i;
    const found = pattern.exec(text);
    return found && i + at(found, 0).length <= to ? found : null;
  };
  const nest = (node: HTMLElement, start: number, length: number) => {
    parent.appendChild(node);
    inline({ text, map }, node, highlight, start, start + length);
  };
  while (i < to) {
    let found: string[] | null;
    const word = i > from && /[\p{L}\p{N}]/u.test(text.charAt(i - 1));
    if ((found = match(BREAK))) {
      flush(i + at(found, 0).length);
      parent.appendChild(document.createElement("br"));
    } else if ((found = match(ESCAPED))) {
      flush(i + 1);
      i += 1;
    } else if ((found = match(CODE))) {
      const start = i + at(found, 1).length;
      flush(i + at(found, 0).length);
      const code = parent.appendChild(document.createElement("code"));
      appendText(code, text, map, start, start + at(found, 2).length, highlight);
    } else if ((found = match(LINK))) {
      const start = i + at(found, 1).length + 1;
      flush(i + at(found, 0).length);
      nest(at(found, 1) ? document.createElement("span") : anchor(at(found, 3)), start, at(found, 2).length);
    } else if (!word && (found = match(ADDRESS))) {
      const start = i + at(found, 0).indexOf("h");
      flush(i + at(found, 0).length);
      const node = parent.appendChild(anchor(at(found, 1)));
      appendText(node, text, map, start, start + at(found, 1).length, highlight);
    } else if (!(word && text[i] === "_") && (found = match(STRONG) ?? match(EMPHASIS))) {
      const start = i + at(found, 1).length;
      const node = document.createElement(at(found, 1).length === 2 ? "strong" : "em");
      flush(i + at(found, 0).length);
      nest(node, start, at(found, 2).length);
    } else {
      i += 1;
    }
  }
  flush(to);
}

/** A link that leaves this page to an http(s) address; anything else stays plain text. */
function anchor(address: string): HTMLElement {
  if (!/^https?:\/\//i.test(address)) return document.createElement("span");
  const node = document.createElement("a");
  node.href = address;
  node.rel = "noopener noreferrer";
  node.target = "_blank";
  return node;
}

/** Append text[start:end) as text nodes, the highlighted part of it within <mark>. */
function appendText(
  parent: Node & ParentNode,
  text: string,
  map: number[],
  start: number,
  end: number,
  [first, last]: Span,
): void {
  const cited = (i: number) => at(map, i) >= first && at(map, i) < last;
  for (let i = start; i < end; ) {
    let j = i + 1;
    while (j < end && cited(j) === cited(i)) j += 1;
    const node = document.createTextNode(text.slice(i, j));
    if (cited(i)) parent.appendChild(document.createElement("mark")).append(node);
    else parent.append(node);
    i = j;
  }
}
