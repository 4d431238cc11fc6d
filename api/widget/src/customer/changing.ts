// Changing a verified customer's record: what can be seen to be wrong is told at once, the rest by the server beside its field.

import { html, nothing, type TemplateResult } from "lit";
import type { Problem } from "../core/client.js";
import type { Texts } from "../core/texts.js";
import type { ContactMedium } from "./api.js";
import { ADDRESS, inOneLine, kindOf, placeOf } from "./record.js";
import type { CustomerTexts } from "./texts.en.js";

/** A record as it is being changed. */
export interface Draft {
  name: string;
  media: ContactMedium[];
  why: string;
}

export interface Changing {
  draft: Draft;
  problem: Problem | null;
  busy: boolean;
  touched(): void;
  save(): void;
  cancel(): void;
  /** Save what was wished for over what somebody else has done meanwhile. */
  saveAnyway(): void;
  leaveTheirs(): void;
}

const PHONE = "[+]?[0-9 ()\\-]{6,24}";

export function changeForm(changing: Changing, said: string, w: CustomerTexts, t: Texts): TemplateResult {
  const { draft, problem } = changing;
  const fields = problem?.fields ?? [];
  const wrongIn = (place: number) => fields.filter(({ field }) => placeOf(field)?.medium === place);
  const submit = (event: Event) => {
    event.preventDefault();
    changing.save();
  };
  const add = (medium: ContactMedium) => () => {
    draft.media = [...draft.media, medium];
    changing.touched();
  };
  const nameProblem = fields.find(({ field }) => field.replace(/^changes\./, "") === "name");
  return html`<form class="grid change" part="change" @submit=${submit}>
    <label>${w.name}
      <input required maxlength="200" autocomplete="off" .value=${draft.name} aria-invalid=${nameProblem ? "true" : nothing}
        @input=${(event: Event) => {
          draft.name = (event.target as HTMLInputElement).value;
          changing.touched();
        }} />
    </label>
    ${nameProblem ? html`<p class="problem">${nameProblem.message}</p>` : nothing}
    ${draft.media.map((medium, place) => mediumFields(medium, place, wrongIn(place), changing, w))}
    <p class="ways">
      <button type="button" class="quiet" @click=${add({ mediumType: "phone", characteristic: { phoneNumber: "" } })}>+ ${w.addPhone}</button>
      <button type="button" class="quiet" @click=${add({ mediumType: "email", characteristic: { emailAddress: "" } })}>+ ${w.addEmail}</button>
    </p>
    <label>${w.why}
      <input required maxlength="4000" autocomplete="off" .value=${draft.why}
        @input=${(event: Event) => {
          draft.why = (event.target as HTMLInputElement).value;
          changing.touched();
        }} />
    </label>
    ${problem?.details.theirs ? conflict(changing, problem, w) : html`<p class="problem" role="alert">${said}</p>`}
    <p class="ways">
      <button class="primary" ?disabled=${changing.busy}>${w.save}</button>
      <button type="button" class="secondary" @click=${() => changing.cancel()}>${t.cancel}</button>
    </p>
  </form>`;
}

function mediumFields(
  medium: ContactMedium,
  place: number,
  wrong: { field: string; message: string }[],
  changing: Changing,
  w: CustomerTexts,
): TemplateResult {
  const kind = kindOf(medium);
  if (kind === "other") return html``;
  const parts = medium.characteristic ?? {};
  const field = (
    name: string,
    label: string,
    more: { type?: string; pattern?: string; required?: boolean } = {},
  ) => html`<label>
    ${label}
    <input type=${more.type ?? "text"} pattern=${more.pattern ?? nothing} ?required=${more.required ?? false} maxlength="200" autocomplete="off"
      aria-invalid=${wrong.some((each) => each.field.endsWith(name)) ? "true" : nothing}
      .value=${parts[name] ?? ""}
      @input=${(event: Event) => {
        parts[name] = (event.target as HTMLInputElement).value;
        changing.touched();
      }} />
  </label>`;
  const fields = {
    phone: () => field("phoneNumber", w.medium.phone, { type: "tel", pattern: PHONE, required: true }),
    email: () => field("emailAddress", w.medium.email, { type: "email", required: true }),
    postalAddress: () => html`<div class="two">${ADDRESS.map((part) => field(part, w.address[part]))}</div>`,
  }[kind];
  const remove = () => {
    changing.draft.media = changing.draft.media.filter((_, other) => other !== place);
    changing.touched();
  };
  const what = `${w.medium[kind]} ${inOneLine(medium)}`.trim();
  return html`<fieldset class="medium">
    <legend class="unseen">${what}</legend>
    ${fields()}
    ${kind === "postalAddress" ? nothing : html`<button type="button" class="quiet icon" aria-label=${w.removeMedium(what)} title=${w.removeMedium(what)} @click=${remove}>✕</button>`}
    ${wrong.map(({ message }) => html`<p class="problem">${message}</p>`)}
  </fieldset>`;
}

function conflict(changing: Changing, { details }: Problem, w: CustomerTexts): TemplateResult {
  const mine = details.mine as Record<string, unknown>;
  const theirs = details.theirs as Record<string, unknown>;
  return html`<div class="notice conflict" role="alert">
    <h4>${w.conflict}</h4>
    <table>
      <thead><tr><td></td><th scope="col">${w.yours}</th><th scope="col">${w.theirs}</th></tr></thead>
      <tbody>
        ${Object.keys(mine).map(
          (name) =>
            html`<tr><th scope="row">${name === "name" ? w.name : name === "contactMedium" ? w.medium.other : name}</th><td>${shown(mine[name])}</td><td>${shown(theirs[name])}</td></tr>`,
        )}
      </tbody>
    </table>
    <p class="ways">
      <button type="button" class="primary" @click=${() => changing.leaveTheirs()}>${w.keepTheirs}</button>
      <button type="button" class="secondary" @click=${() => changing.saveAnyway()}>${w.sendMine}</button>
    </p>
  </div>`;
}

/** A value of a record in one line. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (Array.isArray(value))
    return value.map((each) => (isMedium(each) ? inOneLine(each) : shown(each))).join("; ") || "–";
  if (typeof value === "object") return Object.values(value).map(shown).join(", ");
  return String(value);
}

const isMedium = (value: unknown): value is ContactMedium =>
  typeof value === "object" && value !== null && "mediumType" in value;
