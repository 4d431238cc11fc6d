// Markdown to DOM nodes, safely (text nodes only, never HTML) and with every character's place in the source kept,
// so that a cited span stays exactly highlighted whatever the markup around it.

/** The UTF-16 index of a Python offset, which counts code points: an emoji is one there and two here. */
export function toUtf16(text, codePoints) {
  let index = 0;
  for (let passed = 0; passed < codePoints && index < text.length; passed += 1) {
    index += text.codePointAt(index) > 0xffff ? 2 : 1;
  }
  return index;
}

/** The slice `text[start:end]` as Python would cut it. */
export function slice(text, start, end) {
  return text.slice(toUtf16(text, start), toUtf16(text, end));
}

/** Render `source`; the span [start, end) of code points, if given, is wrapped in <mark>. */
export function render(source, span = null) {
  const highlight = span ? [toUtf16(source, span.start), toUtf16(source, span.end)] : [0, 0];
  const root = document.createDocumentFragment();
  const lines = [];
  let at = 0;
  for (const text of source.split("\n")) {
    lines.push({ text: text.replace(/\r$/, ""), at });
    at += text.length + 1;
  }
  renderBlocks(lines, root, highlight);
  return root;
}

const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const RULE = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])([ \t]+|$)/;
const QUOTE = /^ {0,3}> ?/;
const DELIMITERS = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

const blank = (line) => line.text.trim() === "";
const cut = (line, count) => ({ text: line.text.slice(count), at: line.at + Math.min(count, line.text.length) });
const indent = (line) => line.text.length - line.text.trimStart().length;

function renderBlocks(lines, parent, highlight) {
  let n = 0;
  while (n < lines.length) {
    const line = lines[n];
    const heading = HEADING.exec(line.text);
    if (blank(line)) {
      n += 1;
    } else if (FENCE.test(line.text)) {
      n = renderFence(lines, n, parent, highlight);
    } else if (heading) {
      const from = line.text.indexOf(heading[2], line.text.indexOf("#") + heading[1].length);
      const node = parent.appendChild(document.createElement(`h${Math.min(6, heading[1].length + 1)}`));
      inline(join([{ text: heading[2], at: line.at + from }]), node, highlight);
      n += 1;
    } else if (RULE.test(line.text)) {
      parent.appendChild(document.createElement("hr"));
      n += 1;
    } else if (QUOTE.test(line.text)) {
      n = renderQuote(lines, n, parent, highlight);
    } else if (ITEM.test(line.text)) {
      n = renderList(lines, n, parent, highlight);
    } else if (startsTable(lines, n)) {
      n = renderTable(lines, n, parent, highlight);
    } else {
      n = renderParagraph(lines, n, parent, highlight);
    }
  }
}

function startsTable(lines, n) {
  return n + 1 < lines.length && lines[n].text.includes("|") && lines[n + 1].text.includes("-") && DELIMITERS.test(lines[n + 1].text);
}

function startsBlock(lines, n) {
  const { text } = lines[n];
  return blank(lines[n]) || [HEADING, FENCE, RULE, QUOTE, ITEM].some((pattern) => pattern.test(text)) || startsTable(lines, n);
}

function renderParagraph(lines, first, parent, highlight) {
  let n = first + 1;
  while (n < lines.length && !startsBlock(lines, n)) n += 1;
  const node = parent.appendChild(document.createElement("p"));
  inline(join(lines.slice(first, n).map((line) => cut(line, indent(line)))), node, highlight);
  return n;
}

function renderFence(lines, first, parent, highlight) {
  const mark = FENCE.exec(lines[first].text)[1];
  let n = first + 1;
  while (n < lines.length && !(lines[n].text.trim().startsWith(mark) && FENCE.test(lines[n].text))) n += 1;
  const code = parent.appendChild(document.createElement("pre")).appendChild(document.createElement("code"));
  const { text, map } = join(lines.slice(first + 1, n));
  appendText(code, text, map, 0, text.length, highlight);
  return n + 1;
}

function renderQuote(lines, first, parent, highlight) {
  let n = first;
  const inner = [];
  while (n < lines.length && QUOTE.test(lines[n].text)) {
    inner.push(cut(lines[n], QUOTE.exec(lines[n].text)[0].length));
    n += 1;
  }
  renderBlocks(inner, parent.appendChild(document.createElement("blockquote")), highlight);
  return n;
}

function renderList(lines, first, parent, highlight) {
  const ordered = /\d/.test(ITEM.exec(lines[first].text)[2]);
  const list = parent.appendChild(document.createElement(ordered ? "ol" : "ul"));
  if (ordered) list.start = Number.parseInt(ITEM.exec(lines[first].text)[2], 10);
  let n = first;
  while (n < lines.length) {
    const item = ITEM.exec(lines[n].text);
    if (!item || /\d/.test(item[2]) !== ordered || RULE.test(lines[n].text)) break;
    const width = item[0].length;
    const inner = [cut(lines[n], width)];
    n += 1;
    // An item goes on while lines are indented under it, or carry on its paragraph; a blank line may come between.
    while (n < lines.length) {
      const next = lines.slice(n).find((line) => !blank(line));
      if (blank(lines[n]) ? next && indent(next) >= width : indent(lines[n]) >= Math.min(width, 2)) {
        inner.push(cut(lines[n], Math.min(indent(lines[n]), width)));
      } else if (blank(lines[n]) || blank(lines[n - 1]) || startsBlock(lines, n)) {
        break;
      } else {
        inner.push(lines[n]);
      }
      n += 1;
    }
    const node = list.appendChild(document.createElement("li"));
    renderBlocks(inner, node, highlight);
    if (node.childElementCount === 1 && node.firstChild.nodeName === "P") node.replaceChildren(...node.firstChild.childNodes);
    while (n < lines.length && blank(lines[n]) && lines.slice(n).find((line) => !blank(line)) && isItem(lines, n, ordered)) n += 1;
  }
  return n;
}

function isItem(lines, n, ordered) {
  const item = ITEM.exec(lines.slice(n).find((line) => !blank(line)).text);
  return item !== null && /\d/.test(item[2]) === ordered;
}

function renderTable(lines, first, parent, highlight) {
  const scroller = parent.appendChild(document.createElement("div"));
  scroller.className = "table";
  const table = scroller.appendChild(document.createElement("table"));
  const head = table.appendChild(document.createElement("thead")).appendChild(document.createElement("tr"));
  for (const cell of cells(lines[first])) inline(join([cell]), head.appendChild(document.createElement("th")), highlight);
  const body = table.appendChild(document.createElement("tbody"));
  let n = first + 2;
  while (n < lines.length && !blank(lines[n]) && lines[n].text.includes("|")) {
    const row = body.appendChild(document.createElement("tr"));
    for (const cell of cells(lines[n])) inline(join([cell]), row.appendChild(document.createElement("td")), highlight);
    n += 1;
  }
  return n;
}

function cells(line) {
  const found = [];
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
function join(lines) {
  let text = "";
  const map = [];
  lines.forEach((line, n) => {
    if (n > 0) {
      text += "\n";
      map.push(lines[n - 1].at + lines[n - 1].text.length);
    }
    for (let i = 0; i < line.text.length; i += 1) map.push(line.at + i);
    text += line.text;
  });
  return { text, map };
}

const ESCAPED = /\\[!-/:-@[-`{-~]/y;
const CODE = /(`+)(?!`)([\s\S]{0,2000}?[^`])\1(?!`)/y;
const LINK = /(!?)\[((?:[^\[\]\\]|\\.)*)\]\(\s*<?([^\s<>()]*(?:\([^\s()]*\)[^\s<>()]*)*)>?(?:\s+"[^"]*")?\s*\)/y;
const ADDRESS = /<?(https?:\/\/[^\s<>]*[^\s<>.,;:!?'")\]])>?/y;
const STRONG = /(\*\*|__)(?=\S)([\s\S]{0,2000}?\S)\1/y;
const EMPHASIS = /([*_])(?=[^\s*_])((?:[^*_\\]|\\.|\*\*[^*]*\*\*)*?[^\s*_])\1/y;
const BREAK = /(?: {2,}|\\)\n/y;

function inline({ text, map }, parent, highlight, from = 0, to = text.length) {
  let plain = from;
  let i = from;
  const flush = (next) => {
    appendText(parent, text, map, plain, i, highlight);
    plain = next;
    i = next;
  };
  const match = (pattern) => {
    pattern.lastIndex = i;
    const found = pattern.exec(text);
    return found && i + found[0].length <= to ? found : null;
  };
  const nest = (node, start, length) => {
    parent.appendChild(node);
    inline({ text, map }, node, highlight, start, start + length);
  };
  while (i < to) {
    let found;
    const word = i > from && /[\p{L}\p{N}]/u.test(text[i - 1]);
    if ((found = match(BREAK))) {
      flush(i + found[0].length);
      parent.appendChild(document.createElement("br"));
    } else if ((found = match(ESCAPED))) {
      flush(i + 1);
      i += 1;
    } else if ((found = match(CODE))) {
      const start = i + found[1].length;
      flush(i + found[0].length);
      const code = parent.appendChild(document.createElement("code"));
      appendText(code, text, map, start, start + found[2].length, highlight);
    } else if ((found = match(LINK))) {
      const start = i + found[1].length + 1;
      flush(i + found[0].length);
      nest(found[1] ? document.createElement("span") : anchor(found[3]), start, found[2].length);
    } else if (!word && (found = match(ADDRESS))) {
      const start = i + found[0].indexOf("h");
      flush(i + found[0].length);
      const node = parent.appendChild(anchor(found[1]));
      appendText(node, text, map, start, start + found[1].length, highlight);
    } else if (!(word && text[i] === "_") && (found = match(STRONG) ?? match(EMPHASIS))) {
      const start = i + found[1].length;
      const node = document.createElement(found[1].length === 2 ? "strong" : "em");
      flush(i + found[0].length);
      nest(node, start, found[2].length);
    } else {
      i += 1;
    }
  }
  flush(to);
}

/** A link that leaves this page to an http(s) address; anything else stays plain text. */
function anchor(address) {
  if (!/^https?:\/\//i.test(address)) return document.createElement("span");
  const node = document.createElement("a");
  node.href = address;
  node.rel = "noopener noreferrer";
  node.target = "_blank";
  return node;
}

/** Append text[start:end) as text nodes, the highlighted part of it within <mark>. */
function appendText(parent, text, map, start, end, [first, last]) {
  const cited = (i) => map[i] >= first && map[i] < last;
  for (let i = start; i < end; ) {
    let j = i + 1;
    while (j < end && cited(j) === cited(i)) j += 1;
    const node = document.createTextNode(text.slice(i, j));
    if (cited(i)) parent.appendChild(document.createElement("mark")).append(node);
    else parent.append(node);
    i = j;
  }
}
