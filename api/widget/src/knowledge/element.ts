// `<t2r-knowledge>`: searches the articles and past cases, and reads them, opened at the cited span.

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { type KnowledgeDocument, may, type Passage, type Place } from "../core/api.js";
import { isTyping, type Shortcut, T2rElement } from "../core/element.js";
import { words } from "../core/format.js";
import { render, slice } from "../core/markdown.js";
import { theme } from "../core/theme.js";

const MOST_HITS = 20;
const MOST_BACK = 20;

type Span = { start: number; end: number };

export class T2rKnowledge extends T2rElement {
  static override styles = [
    theme,
    css`
      .find {
        flex: none;
        display: flex;
        gap: 0.4rem;
        padding: 0.5rem 1rem;
        border-bottom: 1px solid var(--line);
      }
      .find input {
        flex: 1;
      }
      .document {
        padding: 0 1rem 2rem;
      }
      .scroll {
        scroll-padding-block-start: 3rem;
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 0.3rem;
        margin-bottom: 0.75rem;
      }
      .document .notice {
        margin-bottom: 0.75rem;
      }
      .prose {
        max-width: 46rem;
      }
      .from {
        margin-top: 1.25rem;
        padding-top: 0.5rem;
        border-top: 1px solid var(--line);
      }
      .judge {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 1.25rem;
        margin-top: 1rem;
        padding-top: 0.6rem;
        border-top: 1px solid var(--line);
      }
      .judge fieldset {
        display: flex;
        align-items: center;
        gap: 0.2rem;
      }
      .judge legend {
        float: inline-start;
        padding: 0;
        margin-inline-end: 0.4rem;
        color: var(--muted);
      }
      .hits {
        padding: 0.5rem;
      }
      .hit {
        display: block;
        width: 100%;
        padding: 0.4rem 0.6rem;
        border-radius: 8px;
        text-align: start;
      }
      .hit:hover {
        background: var(--sunken);
      }
      .hit b {
        display: block;
        font-weight: 600;
      }
      .hit span {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow: hidden;
      }
      .titlebar {
        position: sticky;
        inset-block-start: 0;
        z-index: 1;
        flex-wrap: nowrap;
        align-items: baseline;
        margin: 0 -1rem 0.4rem;
        padding: 0.6rem 1rem 0.4rem;
        background: var(--surface);
      }
      .title {
        flex: 1;
        font-size: 1.1rem;
        letter-spacing: -0.01em;
      }
      .title:focus {
        outline: none;
      }
    `,
  ];

  /** A document to open: its id, and a span in code points. */
  @property() document = "";
  @property({ type: Number }) start: number | null = null;
  @property({ type: Number }) end: number | null = null;
  @property({ type: Boolean }) closable = false;
  @property({ attribute: false }) place: Place | null = null;

  @state() private shown: { place: Place; found: KnowledgeDocument; span: Span | null; changed: boolean } | null = null;
  @state() private problem = "";
  @state() private looking = false;
  @state() private words = "";
  @state() private hits: Passage[] | null = null;
  @state() private lit: Span | null = null;
  @state() private judged: Record<string, boolean> = {};

  @query(".title") private heading!: HTMLElement;

  #before: Place[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    const { signal } = this.leaving;
    if (!this.closable) {
      this.context.addEventListener(
        "document",
        (event) => {
          event.preventDefault();
          void this.open((event as CustomEvent<Place>).detail);
        },
        { signal },
      );
    }
    this.context.addEventListener(
      "highlight",
      (event) => this.#highlight((event as CustomEvent<Place | null>).detail),
      { signal },
    );
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    if (changed.has("place") && this.place) void this.open(this.place);
    if ((changed.has("document") || changed.has("start") || changed.has("end")) && this.document) {
      const { document: document_id, start, end } = this;
      void this.open({ document_id, ...(start !== null && end !== null && { start, end }) });
    }
  }

  /** Read a document, opened at a span where one is given. */
  async open(place: Place): Promise<void> {
    if (this.shown && this.shown.place.document_id !== place.document_id) {
      this.#before = [...this.#before, this.shown.place].slice(-MOST_BACK);
    }
    await this.#open(place);
  }

  async #open(place: Place): Promise<void> {
    this.looking = true;
    this.problem = "";
    try {
      const found = await this.client.document(place.document_id);
      const { start, end, quote } = place;
      const span = start === undefined || end === undefined ? null : { start, end };
      const changed = span !== null && quote !== undefined && slice(found.body, span.start, span.end) !== quote;
      this.shown = { place, found, span: changed ? null : span, changed };
      this.lit = null;
      this.judged = {};
      this.emit("document-opened", { document_id: found.id });
    } catch (problem) {
      this.shown = null;
      this.problem = this.inWords(problem);
    }
    this.looking = false;
    await this.updateComplete;
    this.heading?.focus({ preventScroll: true });
    const scroller = this.renderRoot.querySelector(".scroll");
    const mark = this.renderRoot.querySelector("mark");
    if (mark) mark.scrollIntoView({ block: "center" });
    else scroller?.scrollTo({ top: 0 });
  }

  close(): void {
    this.shown = null;
    this.problem = "";
    this.#before = [];
    this.emit("document-closed", {});
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>(".find input, .title")?.focus();
  }

  #back(): void {
    const place = this.#before.at(-1);
    this.#before = this.#before.slice(0, -1);
    if (place) void this.#open(place);
    else this.close();
  }

  #highlight(place: Place | null): void {
    const { start, end } = place ?? {};
    const here = place && place.document_id === this.shown?.found.id && start !== undefined && end !== undefined;
    this.lit = here && !this.shown?.changed ? { start, end } : null;
  }

  async #search(event: Event): Promise<void> {
    event.preventDefault();
    const text = this.words.trim();
    if (!text) return;
    this.looking = true;
    this.problem = "";
    try {
      const { hits } = await this.client.post<{ hits: Passage[] }>("/v1/search", { text, k: MOST_HITS });
      const first = new Map(hits.map((hit) => [hit.document_id, hit] as const).reverse());
      this.hits = [...first.values()].reverse();
      this.shown = null;
      this.announce(this.t.found(this.format.number(this.hits.length)));
    } catch (problem) {
      this.problem = this.inWords(problem);
    }
    this.looking = false;
  }

  override shortcuts(): Shortcut[] {
    return [[["Esc"], this.t.keyBack]];
  }

  #key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || (isTyping(event) && this.words) || !(this.shown || this.closable)) return;
    event.preventDefault();
    event.stopPropagation();
    this.#back();
  };

  protected override view(): TemplateResult {
    const { t } = this;
    return html`${
      this.closable
        ? html`<div class="head" part="head">
            <h2>${t.knowledge}</h2>
            <button type="button" class="quiet" @click=${() => this.close()}>${t.close}</button>
          </div>`
        : html`<form class="find" role="search" part="search" @submit=${this.#search}>
            <input type="search" maxlength="2000" aria-label=${t.searchKnowledge} placeholder=${t.searchKnowledge} .value=${this.words}
              @input=${(event: Event) => {
                this.words = (event.target as HTMLInputElement).value;
              }} />
            <button class="secondary">${t.search}</button>
          </form>`
    }
    <div class="scroll" part="body" tabindex="0" role="region" aria-label=${t.knowledge} aria-busy=${this.looking ? "true" : nothing} @keydown=${this.#key}>
      ${this.problem ? html`<p class="empty problem" role="alert">${this.problem}</p>` : this.shown ? this.#document() : this.#list()}
    </div>`;
  }

  #list(): TemplateResult {
    const { t } = this;
    if (!this.hits) return html`<p class="empty">${this.looking ? t.loading : t.knowledgeEmpty}</p>`;
    if (!this.hits.length) return html`<p class="empty">${t.nothingFound}</p>`;
    return html`<ul class="hits">
      ${this.hits.map(
        (hit) => html`<li>
          <button type="button" class="hit" @click=${() => this.open({ ...hit, quote: hit.text })}>
            <b>${hit.title}</b>
            <span class="trail">${t[hit.kind]}${hit.headings.length ? ` · ${hit.headings.join(" › ")}` : ""} · ${plain(hit.text)}</span>
          </button>
        </li>`,
      )}
    </ul>`;
  }

  #document(): TemplateResult {
    const { t } = this;
    const { place, found, span, changed } = this.shown as NonNullable<typeof this.shown>;
    const marked = this.lit ?? span;
    return html`<article class="document" part="document">
      <div class="row titlebar">
        <h2 class="title" tabindex="-1">${found.title}</h2>
        ${
          this.closable
            ? nothing
            : html`<button type="button" class="link" @click=${() => this.#back()}>${this.#before.length || this.hits ? t.back : t.close}</button>`
        }
      </div>
      <ul class="facts">${this.#facts(found)}</ul>
      ${changed ? html`<p class="notice">${t.changed} <q>${place.quote}</q></p>` : nothing}
      <div class="prose" lang=${found.language || "en"}>${guard([found.body, marked?.start, marked?.end], () => render(found.body, marked))}</div>
      ${
        found.source.length
          ? html`<div class="from trail"><b>${t.from}</b><ul>${found.source.map((each) => html`<li>${each}</li>`)}</ul></div>`
          : nothing
      }
      ${place.answer_id && may(this.me, "feedback:write") ? this.#judging(place.answer_id, found.id) : nothing}
    </article>`;
  }

  #facts(found: KnowledgeDocument): TemplateResult[] {
    const { t, format } = this;
    const isForCustomers = found.audience === "customer";
    const plainFacts = [
      t[found.kind],
      found.id,
      t.version(found.version),
      found.product === "any" ? null : words(found.product),
      found.etom && t.etom(found.etom),
      found.valid_from && t.validFrom(format.day(found.valid_from)),
      found.valid_until && t.validUntil(format.day(found.valid_until)),
      found.closed_at && t.closedOn(format.day(found.closed_at)),
      found.reopened_within_7_days === null ? null : found.reopened_within_7_days ? t.cameBack : t.stayedFixed,
    ];
    return [
      html`<li class="tag" data-tone=${isForCustomers ? "good" : "warn"}>${isForCustomers ? t.forCustomers : t.internalLong}</li>`,
      ...plainFacts.filter(Boolean).map((fact) => html`<li class="tag">${fact}</li>`),
    ];
  }

  #judging(answer_id: string, document_id: string): TemplateResult {
    const { t } = this;
    const ask = (legend: string, name: "document_correct" | "document_clear") => {
      const way = (label: string, value: boolean) => html`<button
        type="button"
        class="quiet"
        aria-pressed=${this.judged[name] === value}
        @click=${() => {
          this.judged = { ...this.judged, [name]: value };
          this.client.outbox.post("/v1/feedback", { answer_id, document_id, [name]: value });
          this.announce(t.saved);
        }}
      >${label}</button>`;
      return html`<fieldset><legend>${legend}</legend>${way(t.yes, true)}${way(t.no, false)}</fieldset>`;
    };
    return html`<div class="judge" part="judge">${ask(t.isCorrect, "document_correct")}${ask(t.isClear, "document_clear")}</div>`;
  }
}

/** An excerpt in one line, without the signs of Markdown. */
export const plain = (text: string): string =>
  text
    .replace(/^\s*(?:#{1,6}|[-*+]|\d{1,9}[.)])\s+|[*_`]{1,3}/gm, "")
    .replace(/\s+/g, " ")
    .trim();
