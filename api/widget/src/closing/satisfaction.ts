// The customer is asked how satisfied they are when their case is closed.

import { css, html, type TemplateResult } from "lit";
import { texts } from "./texts.js";

export const satisfactionStyles = css`
  .satisfaction {
    display: grid;
    gap: 0.4rem;
  }
  .satisfaction legend {
    padding: 0;
    color: var(--muted);
    font-size: 0.93em;
    margin-bottom: 0.2rem;
  }
  .satisfaction .levels {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem;
  }
  .satisfaction .levels label {
    position: relative;
  }
  .satisfaction .levels input {
    position: absolute;
    inset: 0;
    min-height: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .satisfaction .levels span {
    display: block;
    padding: 0.15rem 0.7rem;
    border: 1px solid var(--line-strong);
    border-radius: 999px;
    color: var(--text);
  }
  .satisfaction .levels input:checked + span {
    color: var(--accent-strong);
    background: var(--accent-soft);
    border-color: currentcolor;
    font-weight: 600;
  }
  .satisfaction .levels input:focus-visible + span {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }
  .satisfaction .check {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    color: var(--text);
  }
  .satisfaction .check input {
    min-height: 0;
    width: 1.05rem;
    height: 1.05rem;
    accent-color: var(--accent);
  }
`;

/** Part of the form that closes a case; not to have asked is what it begins with. */
export function satisfactionFields(language: string, ready: () => void): TemplateResult {
  const w = texts.of(language, ready);
  const level = (value: string, name: string, checked = false) =>
    html`<label><input type="radio" name="satisfaction" value=${value} ?checked=${checked} /><span>${name}</span></label>`;
  return html`<fieldset class="satisfaction" part="satisfaction">
    <legend>${w.satisfied}</legend>
    <div class="levels">${w.levels.map((name, place) => level(String(place + 1), name))}${level("", w.notAsked, true)}</div>
    <label class="check"><input type="checkbox" name="agrees" />${w.agrees}</label>
    <input name="comment" maxlength="4000" aria-label=${w.comment} placeholder=${w.comment} />
  </fieldset>`;
}

/** What the customer said, as `POST /v1/cases/{id}/contacts` takes it; null where they were not asked. Takes it out of the form's data. */
export function satisfactionIn(given: FormData): Record<string, unknown> | null {
  const [level, agrees, comment] = ["satisfaction", "agrees", "comment"].map((name) =>
    String(given.get(name) ?? "").trim(),
  );
  for (const name of ["satisfaction", "agrees", "comment"]) given.delete(name);
  if (!level && !agrees && !comment) return null;
  return {
    answered: true,
    ...(level && { satisfaction: Number(level) }),
    ...(agrees && { agrees: true }),
    ...(comment && { comment }),
  };
}
