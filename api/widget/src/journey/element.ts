// `<t2r-journey>`: the forms of a case, filled from what is known, with the source of each value; what the agent changes; sent once.

import { css, html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { type CallDesk, callsOf } from "../calls/desk.js";
import { may, type TraceStep } from "../core/api.js";
import { type CaseDesk, deskOf } from "../core/cases.js";
import { Problem } from "../core/client.js";
import { T2rElement } from "../core/element.js";
import { titled } from "../core/format.js";
import { keep, kept } from "../core/keep.js";
import { theme } from "../core/theme.js";
import type { CaseWithJourneys, Filled, Journey, Submitted } from "./api.js";
import { fieldRow, inWords } from "./field.js";
import type { JourneyTexts } from "./texts.en.js";
import { texts } from "./texts.js";

const PAUSE = 350; // ms without a change before what it comes to is asked for

export class T2rJourney extends T2rElement {
  static override styles = [
    theme,
    css`
      .body {
        display: grid;
        gap: 0.75rem;
        align-content: start;
        padding: 0.75rem 1rem 1.5rem;
      }
      .form {
        display: grid;
        gap: 0.75rem;
        align-content: start;
        padding: 0.75rem 1rem 0;
      }
      .card {
        display: grid;
        gap: 0.35rem;
        justify-items: start;
        padding: 0.75rem 0.9rem 0.9rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
      .card.called {
        border-inline-start: 4px solid var(--accent);
      }
      .list > li + li {
        margin-top: 0.6rem;
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr));
        gap: 0.75rem 1.25rem;
      }
      .field {
        display: grid;
        gap: 0.1rem;
        align-content: start;
        padding-inline-start: 0.6rem;
        border-inline-start: 3px solid transparent;
        margin-inline-start: -0.8rem;
      }
      .field[data-changed] {
        border-inline-start-color: var(--accent);
      }
      .field label {
        color: var(--text);
        font-weight: 600;
      }
      .field label.check {
        display: flex;
        align-items: center;
        gap: 0.5rem;
      }
      .field input[type="checkbox"] {
        min-height: 0;
        width: 1.1rem;
        height: 1.1rem;
        accent-color: var(--accent);
      }
      .required {
        color: var(--bad);
      }
      .field [aria-invalid="true"] {
        border-color: var(--bad);
      }
      .field b {
        color: var(--accent-strong);
        font-weight: 600;
      }
      .sure[data-low] {
        color: var(--warn);
      }
      textarea {
        field-sizing: content;
        min-height: 3.2rem;
        max-height: 14rem;
        resize: vertical;
      }
      .diff table {
        width: 100%;
        border-collapse: collapse;
      }
      .diff th,
      .diff td {
        padding: 0.25rem 0.6rem 0.25rem 0;
        text-align: start;
        vertical-align: top;
        border-top: 1px solid var(--line);
      }
      .diff thead th {
        border: 0;
        color: var(--muted);
        font-weight: 400;
      }
      .diff tbody th {
        font-weight: 600;
      }
      del {
        color: var(--muted);
      }
      ins {
        text-decoration: none;
        color: var(--good);
      }
      .foot {
        position: sticky;
        inset-block-end: 0;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.4rem 0.75rem;
        margin-inline: -1rem;
        padding: 0.6rem 1rem;
        background: var(--surface);
        border-top: 1px solid var(--line);
      }
      .foot .problem:empty {
        display: none;
      }
      .foot .primary {
        min-width: 6rem;
      }
    `,
  ];

  @state() private journeys: Journey[] | null = null;
  @state() private opened = ""; // the journey whose form is open
  @state() private filled: Filled | null = null;
  @state() private changes: Record<string, unknown> = {};
  @state() private tried = false; // to send it: from then on what is missing is told
  @state() private sending = false;
  @state() private problem = "";

  #desk!: CaseDesk;
  #calls: CallDesk | null = null;
  #case: number | null = null;
  #asking = new AbortController();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #interaction: number | null = null;
  #verified = false;

  override connectedCallback(): void {
    super.connectedCallback();
    const { signal } = this.leaving;
    this.#desk = deskOf(this.client, this.context);
    this.#desk.addEventListener("change", () => this.requestUpdate(), { signal });
    this.#desk.use(signal);
    this.#calls = callsOf(this.client, this.context);
    this.#calls.addEventListener("change", () => this.#contactChanged(), { signal });
    this.#calls.use(signal);
    this.moved();
    signal.addEventListener("abort", () => this.#close());
  }

  private get w(): JourneyTexts {
    return texts.of(this.speaks, () => this.requestUpdate());
  }

  protected override identified(): void {
    if (may(this.me, "cases:read"))
      this.client.get<Journey[]>("/v1/journeys", this.leaving.signal).then(
        (journeys) => {
          this.journeys = journeys;
          if (this.opened && !this.filled) void this.#fill();
        },
        (problem) => {
          this.problem = this.inWords(problem);
        },
      );
  }

  protected override moved(): void {
    if (!this.#calls || this.context.case === this.#case) return; // what was picked before a reload waits until all is there
    this.#case = this.context.case;
    this.#close();
    const before = kept<{ case: number; journey: string } | null>(this.#place, null);
    if (before && before.case === this.#case) this.open(before.journey);
  }

  get #place(): string {
    return `journey ${this.group}`;
  }

  get #draft(): string {
    return `journey ${this.#case} ${this.opened}`;
  }

  /** Open a form of the case that is picked. */
  open(journey: string): void {
    this.#close();
    this.opened = journey;
    keep(this.#place, { case: this.#case, journey });
    this.changes = kept(this.#draft, {});
    void this.#fill();
  }

  #close(): void {
    this.#asking.abort();
    if (this.#timer) clearTimeout(this.#timer);
    this.opened = "";
    this.filled = null;
    this.changes = {};
    this.tried = this.sending = false;
    this.problem = "";
  }

  #contactChanged(): void {
    const card = this.#calls?.of(this.context.msisdn);
    const isOther =
      (card?.pop.interaction ?? null) !== this.#interaction || (card?.verified ?? false) !== this.#verified;
    if (isOther && this.opened) void this.#fill();
  }

  async #fill(): Promise<void> {
    this.#asking.abort();
    const asking = (this.#asking = new AbortController());
    const card = this.#calls?.of(this.context.msisdn);
    this.#interaction = card?.pop.interaction ?? null;
    this.#verified = card?.verified ?? false;
    const path = `/v1/cases/${this.#case}/journeys/${this.opened}`;
    const ask = () => this.client.post<Filled>(path, this.#body(), { signal: asking.signal });
    try {
      const filled = await ask().catch((problem: unknown) => {
        if (!(problem instanceof Problem) || problem.status !== 409 || this.#interaction === null) throw problem;
        this.#interaction = null; // the contact is about another case
        return ask();
      });
      if (asking.signal.aborted) return;
      this.filled = filled;
      this.problem = "";
    } catch (problem) {
      if (!asking.signal.aborted) this.problem = this.inWords(problem);
    }
  }

  #body(): Record<string, unknown> {
    return { changes: this.changes, ...(this.#interaction !== null && { interaction: this.#interaction }) };
  }

  #change(field: string, value: unknown): void {
    this.changes = { ...this.changes, [field]: value };
    // what was wrong with its value before is not said of the new one
    if (this.filled)
      this.filled = { ...this.filled, problems: this.filled.problems.filter((each) => each.field !== field) };
    this.#changed();
  }

  #undo(field: string): void {
    const { [field]: _, ...rest } = this.changes;
    this.changes = rest;
    this.#changed();
  }

  #changed(): void {
    keep(this.#draft, Object.keys(this.changes).length ? this.changes : undefined);
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#fill(), PAUSE);
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.sending) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.sending = this.tried = true;
    await this.#fill();
    const [first] = this.filled?.problems ?? [];
    if (this.problem || first) {
      this.sending = false;
      await this.updateComplete;
      if (first)
        this.renderRoot
          .querySelector<HTMLElement>(`[data-field="${CSS.escape(first.field)}"] :is(input, select, textarea)`)
          ?.focus();
      return;
    }
    const place = `${this.#draft} key`;
    const key = kept(place, "") || crypto.randomUUID(); // the same over a reload: sent twice, it is one submission
    keep(place, key);
    try {
      const path = `/v1/cases/${this.#case}/journeys/${this.opened}/submit`;
      const sent = await this.client.post<Submitted>(path, this.#body(), { headers: { "Idempotency-Key": key } });
      keep(this.#draft, undefined);
      keep(this.#place, undefined);
      // it is a step of the case: whoever goes on with the case here sees it already
      await this.client.get<CaseWithJourneys>(`/v1/cases/${sent.case_id}`).then(
        (found) => this.#desk.show(found),
        () => undefined,
      );
      this.announce(this.w.sentNow);
      this.emit("journey-sent", { case: sent.case_id, journey: sent.journey, event: sent.event_id });
      this.#close();
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>("h2")?.focus();
    } catch (problem) {
      this.problem = this.inWords(problem);
      if (problem instanceof Problem && problem.status === 403) void this.#fill(); // the verification is over
    }
    this.sending = false;
  }

  // What is shown

  protected override view(): TemplateResult {
    const { t, w } = this;
    if (this.me && !may(this.me, "cases:write")) return html`<p class="empty">${t.notAllowed("cases:write")}</p>`;
    if (this.context.case === null) return html`<p class="empty">${w.noCase}</p>`;
    const journey = this.journeys?.find((each) => each.journey === this.opened);
    return html`<div class="head" part="head">
        <h2 tabindex="-1" lang=${journey ? "en" : nothing}>${journey ? journey.title : w.forms}</h2>
        ${
          this.opened
            ? html`<button type="button" class="quiet" @click=${() => {
                keep(this.#place, undefined);
                this.#close();
              }}>${w.allForms}</button>`
            : nothing
        }
      </div>
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${w.forms}>
        ${journey ? this.#form(journey) : this.#list()}
      </div>`;
  }

  #list(): TemplateResult {
    const { w } = this;
    const found = this.#desk.case as CaseWithJourneys | null;
    if (!found || !this.journeys)
      return html`<p class="empty ${this.problem ? "problem" : ""}">${this.problem || w.looking}</p>`;
    const proposed = found.journeys ?? [];
    const others = this.journeys.filter(({ journey }) => !proposed.some((each) => each.journey === journey));
    return html`<div class="body">
      <h3>${w.calledFor}</h3>
      ${
        proposed.length
          ? html`<ul class="list">${proposed.map(({ journey, title, why }) => html`<li>${this.#card(journey, title, why)}</li>`)}</ul>`
          : html`<p class="trail">${w.noneCalledFor}</p>`
      }
      ${
        others.length
          ? html`<h3>${w.otherForms}</h3>
            <ul class="list">${others.map(({ journey, title }) => html`<li>${this.#card(journey, title, "")}</li>`)}</ul>`
          : nothing
      }
    </div>`;
  }

  #card(journey: string, title: string, why: string): TemplateResult {
    const { w, format } = this;
    const sends = this.journeys?.find((each) => each.journey === journey)?.sends ?? "";
    const sent = this.#sent(journey);
    return html`<div class="card ${why ? "called" : ""}" part="journey" data-journey=${journey}>
      <b lang="en">${title}</b>
      ${why ? html`<p lang="en">${why}</p>` : nothing}
      <p class="trail">${w.sentAs(w.becomes[sends] ?? titled(sends))}</p>
      ${
        sent
          ? html`<p><span class="tag" data-tone="good">✓ ${w.sent(sent.by, format.clock(sent.at))}</span></p>`
          : html`<button type="button" class=${why ? "primary" : "secondary"} @click=${() => this.open(journey)}>${w.open}<span class="unseen">: ${title}</span></button>`
      }
    </div>`;
  }

  /** The step of the case that says that a form was sent. */
  #sent(journey: string): TraceStep | undefined {
    return this.#desk.steps.find(({ what, name }) => what === "journey" && name === journey);
  }

  #form(journey: Journey): TemplateResult {
    const { w, format, filled } = this;
    if (!filled)
      return html`<p class="empty ${this.problem ? "problem" : ""}" role=${this.problem ? "alert" : nothing}>${this.problem || w.looking}</p>`;
    const unverified = filled.needs_verification && !filled.verified;
    const required = new Set(journey.form.required ?? []);
    const problems = new Map(filled.problems.map(({ field, message }) => [field, message]));
    const isTold = (field: string) => this.tried || field in this.changes;
    return html`<form class="form" part="form" novalidate @submit=${this.#submit}>
      ${
        unverified
          ? html`<div class="notice row"><p>${filled.hint ? html`<span lang="en">${filled.hint}.</span> ` : nothing}${w.needsVerification}</p>
              <button type="button" class="secondary" @click=${() => this.emit("verify-wanted", { interaction: this.#interaction })}>${w.verify}</button></div>`
          : nothing
      }
      ${filled.fields.some(({ hidden }) => hidden) ? html`<p class="trail">${w.hiddenHint}</p>` : nothing}
      <div class="fields">
        ${filled.fields.map((field) =>
          fieldRow(
            {
              field,
              schema: journey.form.properties[field.field] ?? {},
              required: required.has(field.field),
              given: field.field in this.changes ? { value: this.changes[field.field] } : null,
              problem: isTold(field.field) ? (problems.get(field.field) ?? "") : "",
              change: (value) => this.#change(field.field, value),
              undo: () => this.#undo(field.field),
            },
            w,
            format,
          ),
        )}
      </div>
      <section class="diff" part="diff" aria-labelledby="diff-title">
        <h3 id="diff-title">${w.changes}</h3>
        ${filled.diff.length ? this.#diff(filled) : html`<p class="trail">${w.noChanges}</p>`}
      </section>
      <div class="foot">
        <button class="primary" ?disabled=${this.sending || unverified}>${this.sending ? w.sending : w.submit}</button>
        <span class="trail">${filled.problems.length && this.tried ? w.toDo(filled.problems.length) : w.sentAs(w.becomes[journey.sends] ?? titled(journey.sends))}</span>
        <p class="problem" role="alert">${this.problem}</p>
      </div>
    </form>`;
  }

  #diff({ diff, fields }: Filled): TemplateResult {
    const { w, t, format } = this;
    const title = (field: string) => fields.find((each) => each.field === field)?.title ?? titled(field);
    return html`<table>
      <thead><tr><td></td><th scope="col">${w.filled}</th><th scope="col">${w.given}</th></tr></thead>
      <tbody>
        ${diff.map(
          ({ field, filled, given }) => html`<tr>
            <th scope="row" lang="en">${title(field)}</th>
            <td lang="en"><del>${inWords(filled, t, format)}</del></td>
            <td lang="en"><ins>${inWords(given, t, format)}</ins></td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }
}
