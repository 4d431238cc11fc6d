// What people do with an order: say something else of it, or cancel it.

import { html, nothing, type TemplateResult } from "lit";
import { titled } from "../core/format.js";
import { asBefore, askable, type OrderRead, type Product } from "./api.js";
import type { OrderTexts } from "./texts.en.js";

export interface Asked {
  w: OrderTexts;
  order: OrderRead;
  products: readonly Product[];
  sending: boolean;
  refused: string;
  /** What was typed before the order was left, or the page. */
  draft: Draft;
  /** Is told what is typed now. */
  typed: (draft: Draft) => void;
}

/** What somebody is about to ask for. */
export interface Draft {
  amend?: Amended;
  cancel?: string; // why
}

/** What is said anew, as the server takes it; what stays as it is is not in it. */
export interface Amended {
  items?: Record<string, Record<string, unknown>>;
  without?: string[];
  promised_at?: string | null;
  description?: string;
}

/** What of the order, its items and their values a form says otherwise than the order does. */
export function amended(form: HTMLFormElement, order: OrderRead): Amended {
  const changes: Amended = {};
  const { value: promised } = form.elements.namedItem("promised_at") as HTMLInputElement;
  if (promised !== local(order.promised_at)) changes.promised_at = promised ? new Date(promised).toISOString() : null;
  const { value: description } = form.elements.namedItem("description") as HTMLInputElement;
  if (description.trim() !== order.description) changes.description = description.trim();
  for (const field of form.querySelectorAll<HTMLFieldSetElement>("fieldset[data-item]")) {
    const item = order.items.find(({ id }) => id === field.dataset.item);
    if (!item) continue;
    if (field.querySelector<HTMLInputElement>("input[name=without]")?.checked) {
      changes.without = [...(changes.without ?? []), item.id];
      continue;
    }
    for (const input of field.querySelectorAll<HTMLInputElement>("input[data-name]")) {
      const name = input.dataset.name ?? "";
      const before = item.characteristics[name];
      const now = input.type === "checkbox" ? input.checked : asBefore(input.value, before);
      if (now === (before ?? "")) continue;
      changes.items = { ...changes.items, [item.id]: { ...changes.items?.[item.id], [name]: now } };
    }
  }
  return changes;
}

export function amendForm(asked: Asked, send: (changes: Amended) => void, leave: () => void): TemplateResult {
  const { w, order, products, sending, refused, typed } = asked;
  const {
    items: given,
    without,
    promised_at = order.promised_at,
    description = order.description,
  } = asked.draft.amend ?? {};
  const roots = order.items.filter(({ parent, state }) => parent === null && state !== "completed");
  const submit = (event: Event) => {
    event.preventDefault();
    send(amended(event.target as HTMLFormElement, order));
  };
  return html`<form class="acting amend" part="amend" autocomplete="off" @submit=${submit}
    @input=${(event: Event) => typed({ amend: amended(event.currentTarget as HTMLFormElement, order) })}>
    <p class="trail">${w.amendHint}</p>
    <label>${w.promisedFor}<input type="datetime-local" name="promised_at" .value=${local(promised_at)} /></label>
    <label>${w.description}<input name="description" maxlength="4000" .value=${description} /></label>
    ${roots.map((item) => {
      const said = given?.[item.id] ?? {};
      const names = [...new Set([...askable(item, products, order), ...Object.keys(said)])];
      if (!names.length && roots.length < 2) return nothing;
      return html`<fieldset data-item=${item.id}>
        <legend lang="en">${item.title}</legend>
        ${names.map((name) => field(name, said[name] ?? item.characteristics[name]))}
        ${roots.length > 1 ? html`<label class="check"><input type="checkbox" name="without" .checked=${without?.includes(item.id) ?? false} />${w.leaveOut}</label>` : nothing}
      </fieldset>`;
    })}
    <div class="row">
      <button class="primary" ?disabled=${sending}>${w.save}</button>
      <button type="button" class="quiet" @click=${leave}>${w.keep}</button>
    </div>
    <p class="problem" role="alert">${refused}</p>
  </form>`;
}

export function cancelForm(asked: Asked, send: (reason: string) => void, leave: () => void): TemplateResult {
  const { w, sending, refused, draft, typed } = asked;
  const submit = (event: Event) => {
    event.preventDefault();
    const { value } = (event.target as HTMLFormElement).elements.namedItem("reason") as HTMLInputElement;
    send(value.trim());
  };
  return html`<form class="acting cancel" part="cancel" autocomplete="off" @submit=${submit}>
    <p class="trail">${w.cancelHint}</p>
    <label>${w.reason}<input name="reason" required maxlength="4000" .value=${draft.cancel ?? ""}
      @input=${(event: Event) => typed({ cancel: (event.target as HTMLInputElement).value })} /></label>
    <div class="row">
      <button class="primary" ?disabled=${sending}>${w.cancelNow}</button>
      <button type="button" class="quiet" @click=${leave}>${w.keepOrder}</button>
    </div>
    <p class="problem" role="alert">${refused}</p>
  </form>`;
}

function field(name: string, value: unknown): TemplateResult {
  if (typeof value === "boolean")
    return html`<label class="check" lang="en"><input type="checkbox" data-name=${name} .checked=${value} />${titled(name)}</label>`;
  return html`<label lang="en">${titled(name)}<input data-name=${name} maxlength="400" .value=${String(value ?? "")} /></label>`;
}

/** A moment as a field for dates and times holds it, in the reader's own time. */
function local(moment: string | null): string {
  if (!moment) return "";
  const at = new Date(moment);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
