// The passage that a citation is from, with the cited words marked.

import { html, type TemplateResult } from "lit";
import type { Citation, Passage } from "../core/api.js";
import { render, slice } from "../core/markdown.js";

const AROUND = 160; // code points shown on each side of the cited words

/** The passage of the pools that holds the citation, or else its words alone. */
export function cited(citation: Citation, passages: Passage[]): TemplateResult {
  const passage = passages.find(
    ({ document_id, start, end }) =>
      document_id === citation.document_id && start <= citation.start && citation.end <= end,
  );
  if (!passage) return html`<blockquote class="quote"><mark>${citation.quote}</mark></blockquote>`;
  const from = citation.start - passage.start;
  const to = citation.end - passage.start;
  const before = slice(passage.text, Math.max(0, from - AROUND), from);
  const after = slice(passage.text, to, to + AROUND);
  const open = from > AROUND ? "…" : "";
  const shut = to + AROUND < [...passage.text].length ? "…" : "";
  return html`<blockquote class="quote">${open}${plain(before)}<mark>${plain(citation.quote)}</mark>${plain(after)}${shut}</blockquote>`;
}

/** Markdown's marks away: a preview is read, not worked with. */
const plain = (text: string): string =>
  text
    .replace(/^#{1,6} +/gm, "")
    .replace(/[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}/g, "")
    .replace(/\n{2,}/g, " · ");

/** A passage as it is shown in a list: without what its title says already, as a case opens with its symptom. */
export function excerpt({ text, title }: Passage): DocumentFragment {
  const opening = `## Symptom\n\n${title}\n`;
  return render(text.startsWith(opening) ? text.slice(opening.length) : text);
}
