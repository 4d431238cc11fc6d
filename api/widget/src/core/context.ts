// The bus between the elements of a page: what is picked in one moves all.

import type { Place } from "./api.js";
import { keep, kept } from "./keep.js";

/** What the elements are about. */
export interface Picked {
  case: number | null;
  msisdn: string | null;
}

/** How they look and speak. */
export interface Look {
  lang: string | null;
}

/** A group of elements. Fires `change` when something else is picked, `document` and `highlight` for the readers among them. */
export class Context extends EventTarget {
  #picked: Picked;
  #lang: string | null = null;

  constructor(readonly group: string) {
    super();
    this.#picked = kept<Picked>(`context ${group}`, { case: null, msisdn: null });
  }

  get case(): number | null {
    return this.#picked.case;
  }

  get msisdn(): string | null {
    return this.#picked.msisdn;
  }

  get lang(): string | null {
    return this.#lang;
  }

  set lang(lang: string | null) {
    if (lang === this.#lang) return;
    this.#lang = lang;
    this.dispatchEvent(new Event("change"));
  }

  /** Pick a case or a customer's number. Another customer's number leaves the case behind, unless it comes with one. */
  pick(wanted: Partial<Picked>): void {
    const msisdn = wanted.msisdn === undefined ? this.#picked.msisdn : digits(wanted.msisdn);
    const leaves = wanted.case === undefined && msisdn !== this.#picked.msisdn;
    const next: Picked = { msisdn, case: leaves ? null : wanted.case === undefined ? this.#picked.case : wanted.case };
    if (next.case === this.#picked.case && next.msisdn === this.#picked.msisdn) return;
    this.#picked = next;
    keep(`context ${this.group}`, next);
    this.dispatchEvent(new Event("change"));
    globalThis.dispatchEvent?.(new CustomEvent("t2r-context", { detail: { group: this.group, ...next } }));
  }

  /** Have a reader open a document. False if there is none among the elements. */
  open(place: Place): boolean {
    return !this.dispatchEvent(new CustomEvent<Place>("document", { detail: place, cancelable: true }));
  }

  /** Have a reader that shows this document light a passage up; null ends it. */
  highlight(place: Place | null): void {
    this.dispatchEvent(new CustomEvent<Place | null>("highlight", { detail: place }));
  }
}

const digits = (number: string | null): string | null => number?.replace(/\D/g, "") || null;

const contexts = new Map<string, Context>();

/** The bus of a group; elements without a group belong together. */
export function contextOf(group = ""): Context {
  let found = contexts.get(group);
  if (!found) {
    found = new Context(group);
    contexts.set(group, found);
  }
  return found;
}
