// `<t2r-timeline>`: every step of a case as it was taken: what, by whom, when, on what grounds, and its eTOM process.

import { css, html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { may, type TraceStep } from "../core/api.js";
import { type CaseDesk, deskOf } from "../core/cases.js";
import { T2rElement } from "../core/element.js";
import { titled, words } from "../core/format.js";
import { theme } from "../core/theme.js";
import { valueInWords } from "../flow/words.js";

export class T2rTimeline extends T2rElement {
  static override styles = [
    theme,
    css`
      .steps {
        padding: 0.5rem 1rem 1.5rem 0.5rem;
      }
      .step {
        position: relative;
        display: grid;
        grid-template-columns: 5rem minmax(0, 1fr);
        gap: 0 1.4rem;
        padding-block: 0.3rem;
      }
      .step::before {
        content: "";
        position: absolute;
        inset-block: 0;
        inset-inline-start: 5.7rem;
        border-inline-start: 1px solid var(--line);
      }
      .step::after {
        content: "";
        position: absolute;
        inset-block-start: 0.85rem;
        inset-inline-start: 5.45rem;
        width: 0.55rem;
        height: 0.55rem;
        border: 2px solid var(--line-strong);
        border-radius: 50%;
        background: var(--surface);
      }
      .step[data-who="M"]::after,
      .step[data-who="AM"]::after {
        border-color: var(--accent);
        background: var(--accent);
      }
      time {
        text-align: end;
        color: var(--muted);
        font-variant-numeric: tabular-nums;
      }
      .what b {
        font-weight: 600;
      }
      .body {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 0.1rem 0.8rem;
        margin-block: 0.3rem;
      }
      .body dt {
        color: var(--muted);
      }
    `,
  ];

  @state() private people = false; // only what people did or approved

  #desk!: CaseDesk;

  override connectedCallback(): void {
    super.connectedCallback();
    const { signal } = this.leaving;
    this.#desk = deskOf(this.client, this.context);
    this.#desk.addEventListener("change", () => this.requestUpdate(), { signal });
    this.#desk.use(signal);
  }

  protected override view(): TemplateResult {
    const { t } = this;
    const { steps, problem } = this.#desk;
    if (this.me && !may(this.me, "cases:read")) return html`<p class="empty">${t.notAllowed("cases:read")}</p>`;
    if (this.context.case === null) return html`<p class="empty">${t.timelineNone}</p>`;
    const shown = this.people ? steps.filter(({ who }) => who !== "A") : steps;
    return html`<div class="head" part="head">
        <h2>${t.timeline}</h2>
        <button type="button" class="quiet" aria-pressed=${!this.people} @click=${() => (this.people = false)}>${t.filterAll}</button>
        <button type="button" class="quiet" aria-pressed=${this.people} @click=${() => (this.people = true)}>${t.filterPeople}</button>
      </div>
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${t.timeline}>
        ${
          problem
            ? html`<p class="empty problem" role="alert">${this.inWords(problem)}</p>`
            : shown.length
              ? html`<ol class="steps">${repeat(
                  shown,
                  ({ seq }) => seq,
                  (step) => this.#step(step),
                )}</ol>`
              : html`<p class="empty">${steps.length ? t.nothingFound : this.#desk.case ? t.timelineEmpty : t.loading}</p>`
        }
      </div>`;
  }

  #step(step: TraceStep): TemplateResult {
    const { t, format } = this;
    const { at, what, name, who, by, etom, body } = step;
    const told = Object.entries(body).filter(([, value]) => value !== null && value !== "" && !isEmpty(value));
    return html`<li class="step" part="step" data-who=${who}>
      <time datetime=${at} title=${format.whole(at)}>${format.clock(at)}</time>
      <div class="what">
        <b lang="en">${titled(what)}</b> <span lang="en">${words(name)}</span>
        <p class="trail">${who === "A" ? "" : `${by}, `}${t.who[who]} · ${t.etom(etom)}</p>
        ${
          told.length
            ? html`<details>
                <summary>${t.details}</summary>
                <dl class="body" lang="en">
                  ${told.map(([key, value]) => html`<dt>${words(key)}</dt><dd>${valueInWords(value, null, t, format)}</dd>`)}
                </dl>
              </details>`
            : nothing
        }
      </div>
    </li>`;
  }
}

const isEmpty = (value: unknown): boolean => typeof value === "object" && value !== null && !Object.keys(value).length;
