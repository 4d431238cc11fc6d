// A field of a form as its JSON Schema wants it, with where its value comes from and how sure that is.

import { html, nothing, type TemplateResult } from "lit";
import { type Format, words } from "../core/format.js";
import type { Texts } from "../core/texts.js";
import { asSaid, valueInWords } from "../flow/words.js";
import type { Field, FieldSchema } from "./api.js";
import type { JourneyTexts } from "./texts.en.js";

const LONG = 200; // characters from which a text has lines

export interface Drawn {
  field: Field;
  schema: FieldSchema;
  required: boolean;
  /** What the agent has changed it to, if they have. */
  given: { value: unknown } | null;
  problem: string;
  change(value: unknown): void;
  undo(): void;
}

export function fieldRow(drawn: Drawn, w: JourneyTexts, format: Format): TemplateResult {
  const { field, schema, required, given, problem } = drawn;
  const id = `field-${field.field}`;
  return html`<div class="field" data-field=${field.field} data-changed=${given ? "" : nothing}>
    ${
      schema.type === "boolean"
        ? html`<label class="check">${input(drawn, id, w)} <span lang="en">${field.title}</span>${required ? mark(w) : nothing}</label>`
        : html`<label for=${id}><span lang="en">${field.title}</span>${required ? mark(w) : nothing}</label>${input(drawn, id, w)}`
    }
    <p class="trail" id="${id}-about">
      ${
        given
          ? html`<b>${w.byYou}</b> <button type="button" class="link" aria-label=${w.undoOf(field.title)} @click=${() => drawn.undo()}>${w.undo}</button>`
          : aboutSource(field, w, format)
      }
    </p>
    ${problem ? html`<p class="problem" id="${id}-problem" lang="en">${problem}</p>` : nothing}
  </div>`;
}

const mark = (w: JourneyTexts): TemplateResult =>
  html` <span class="required" title=${w.required}>*<span class="unseen">${w.required}</span></span>`;

function aboutSource({ source, confidence, hidden }: Field, w: JourneyTexts, format: Format): TemplateResult | string {
  if (source === null) return w.nothingKnown;
  const sure = confidence === null ? "" : confidence >= 0.995 ? w.certain : w.sure(format.percent(confidence));
  return html`<span lang="en">${w.from(asSaid(source))}</span>${sure ? html` · <span class="sure" data-low=${confidence !== null && confidence < 0.8 ? "" : nothing}>${sure}</span>` : nothing}${hidden ? html` · ${w.hidden}` : nothing}`;
}

function input(
  { field, schema, required, given, problem, change }: Drawn,
  id: string,
  w: JourneyTexts,
): TemplateResult {
  const now = given ? given.value : field.hidden ? null : field.value;
  const text = now === null || now === undefined ? "" : String(now);
  const about = problem ? `${id}-about ${id}-problem` : `${id}-about`;
  const invalid = problem ? "true" : nothing;
  const typed = (event: Event) => {
    const { value } = event.target as HTMLInputElement;
    change(value === "" ? null : schema.type === "number" || schema.type === "integer" ? Number(value) : value);
  };
  if (schema.enum) {
    return html`<select id=${id} aria-describedby=${about} aria-invalid=${invalid} aria-required=${required} @change=${typed}>
      <option value="" ?selected=${text === ""}>${w.choose}</option>
      ${schema.enum.map((each) => html`<option value=${String(each)} lang="en" ?selected=${String(each) === text}>${words(String(each))}</option>`)}
    </select>`;
  }
  if (schema.type === "boolean") {
    return html`<input id=${id} type="checkbox" aria-describedby=${about} aria-invalid=${invalid} .checked=${now === true}
      @change=${(event: Event) => change((event.target as HTMLInputElement).checked ? true : null)} />`;
  }
  if ((schema.maxLength ?? 0) > LONG && schema.format === undefined) {
    return html`<textarea id=${id} rows="2" maxlength=${schema.maxLength ?? nothing} aria-describedby=${about} aria-invalid=${invalid} aria-required=${required}
      placeholder=${field.hidden ? "•••" : nothing} .value=${text} @input=${typed}></textarea>`;
  }
  const type =
    schema.format === "date" ? "date" : schema.type === "number" || schema.type === "integer" ? "number" : "text";
  return html`<input id=${id} type=${type} step=${type === "number" ? "any" : nothing} min=${schema.minimum ?? nothing} max=${schema.maximum ?? nothing}
    maxlength=${schema.maxLength ?? nothing} aria-describedby=${about} aria-invalid=${invalid} aria-required=${required} autocomplete="off"
    placeholder=${field.hidden ? "•••" : nothing} .value=${text} @input=${typed} />`;
}

/** A value in the list of changes. */
export const inWords = (value: unknown, t: Texts, format: Format): string => valueInWords(value, null, t, format);
