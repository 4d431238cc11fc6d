// `<t2r-reports>`: finished evaluations, for who looks after quality: what became better or worse than the baseline, and on what data.

import { html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { may } from "../core/api.js";
import { T2rElement } from "../core/element.js";
import { titled } from "../core/format.js";
import { keep, kept } from "../core/keep.js";
import { theme } from "../core/theme.js";
import type { Evaluation, Page, Summary } from "./api.js";
import { processOf, rowsOf } from "./comparing.js";
import { reportStyles } from "./styles.js";
import { details, metricsTable, processTable, recordedCards, type Writing } from "./tables.js";
import type { ReportTexts } from "./texts.en.js";
import { texts } from "./texts.js";

const SCOPE = "evaluations:read";
const MOST = 100;
const TONES = { pass: "good", worse: "bad", failed: "warn" };
const OURS = "of the database"; // whose cases were scored

export class T2rReports extends T2rElement {
  static override styles = [theme, reportStyles];

  @state() private page: Page | null = null;
  @state() private problem = "";
  @state() private report: Evaluation | null = null;
  @state() private reportProblem = "";
  @state() private runs: Summary[] = []; // of the same evaluation, the newest first
  @state() private earlier: Evaluation | null = null; // what is compared with, where that is not the baseline
  @state() private name: string | null = null; // the evaluation that is picked

  #reading = new AbortController();

  private get w(): ReportTexts {
    return texts.of(this.speaks, () => this.requestUpdate());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { signal } = this.leaving;
    document.addEventListener("visibilitychange", () => !document.hidden && void this.#read(), { signal });
    signal.addEventListener("abort", () => this.#reading.abort());
  }

  protected override identified(): void {
    void this.#read();
  }

  async #read(): Promise<void> {
    const { signal } = this.leaving;
    if (!may(this.me, SCOPE)) return;
    try {
      const page = await this.client.get<Page>(`/v1/evaluations?newest=true&limit=${MOST}`, signal);
      const isFirst = this.page === null;
      this.page = page;
      this.problem = "";
      const before = page.items.find(({ name }) => name === kept<string>("report", ""));
      if (isFirst && before) await this.#pick(before);
    } catch (problem) {
      if (!signal.aborted) this.problem = this.inWords(problem);
    }
  }

  /** Show a run of an evaluation, and read which others there are. */
  async #pick({ id, name }: Pick<Summary, "id" | "name">): Promise<void> {
    const isOther = name !== this.name;
    this.name = name;
    keep("report", name);
    this.#reading.abort();
    this.#reading = new AbortController();
    const { signal } = this.#reading;
    this.reportProblem = "";
    this.earlier = this.report = null;
    if (isOther) this.runs = [];
    try {
      const [report, runs] = await Promise.all([
        this.client.get<Evaluation>(`/v1/evaluations/${id}`, signal),
        this.client.get<Page>(`/v1/evaluations?name=${name}&limit=${MOST}`, signal),
      ]);
      if (signal.aborted) return;
      this.report = report;
      this.runs = runs.items;
      this.announce(`${this.#title(name)}: ${this.#verdict(report.verdict)}`);
      await this.updateComplete;
      if (isOther) this.renderRoot.querySelector<HTMLElement>(".report h2")?.focus();
    } catch (problem) {
      if (!signal.aborted) this.reportProblem = this.inWords(problem);
    }
  }

  /** Hold the report against an earlier run, or (none) its baseline. */
  async #compare(id: string): Promise<void> {
    const { signal } = this.#reading;
    try {
      const earlier = id ? await this.client.get<Evaluation>(`/v1/evaluations/${id}`, signal) : null;
      if (!signal.aborted) this.earlier = earlier;
    } catch (problem) {
      if (!signal.aborted) this.reportProblem = this.inWords(problem);
    }
  }

  #leave(): void {
    const { name } = this;
    this.#reading.abort();
    this.name = this.report = null;
    keep("report", "");
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`[data-evaluation="${name}"]`)?.focus(),
    );
  }

  #open(id: number): void {
    this.context.pick({ case: id });
    this.emit("case-picked", { case: id });
  }

  #title(name: string): string {
    return this.w.names[name] ?? titled(name);
  }

  #verdict(verdict: Summary["verdict"]): string {
    return this.w.verdict[verdict ?? "none"];
  }

  // What is shown

  protected override view(): TemplateResult {
    const { t, w, page } = this;
    if (this.me && !may(this.me, SCOPE)) return html`<p class="empty">${t.notAllowed(SCOPE)}</p>`;
    return html`<div class="work ${this.name === null ? "" : "open"}">
      <div class="list">
        <div class="head" part="head"><h2>${w.reports}</h2></div>
        <div class="scroll" part="body" tabindex="0" role="region" aria-label=${w.evaluations}>
          ${this.problem ? html`<p class="empty problem" role="alert">${this.problem}</p>` : nothing}
          ${page ? this.#list(page) : this.problem ? nothing : html`<p class="empty">${w.looking}</p>`}
        </div>
      </div>
      <div class="report">${this.#report()}</div>
    </div>`;
  }

  #list({ items, never_run, unreadable }: Page): TemplateResult {
    const { w, format } = this;
    return html`${
      items.length
        ? html`<ul class="runs">
            ${items.map(
              (
                each,
              ) => html`<li><button type="button" data-evaluation=${each.name} aria-current=${each.name === this.name ? "true" : nothing} @click=${() => this.#pick(each)}>
                <b>${this.#title(each.name)}</b>
                <span class="row">${this.#tag(each.verdict)}<span class="trail">${this.#counts(each)}</span></span>
                <span class="trail">${w.ranAt(format.clock(each.at))}</span>
              </button></li>`,
            )}
          </ul>`
        : html`<p class="empty">${w.none}</p>`
    }
    ${
      never_run.length
        ? html`<div class="never" part="never">
            <h3>${w.neverRun}</h3>
            <ul>${never_run.map((name) => html`<li data-never=${name}>${this.#title(name)}</li>`)}</ul>
            <p class="trail">${w.noneHint} <code lang="en">t2r eval gate --keep</code>, <code lang="en">t2r eval cases --keep</code></p>
          </div>`
        : nothing
    }
    ${
      unreadable.length
        ? html`<div class="never">
            <h3>${w.notReadable}</h3>
            <ul>${unreadable.map(({ file, problem }) => html`<li class="problem"><code>${file}</code>: <span lang="en">${problem}</span></li>`)}</ul>
          </div>`
        : nothing
    }`;
  }

  #tag(verdict: Summary["verdict"]): TemplateResult {
    return html`<span class="tag" data-tone=${verdict ? TONES[verdict] : nothing}>${this.#verdict(verdict)}</span>`;
  }

  #counts({ judged, better, worse }: Summary): string {
    const { w, format } = this;
    if (!judged) return "";
    const said = [better && w.better(format.number(better)), worse && w.worse(format.number(worse))].filter(Boolean);
    return said.join(" · ") || w.same;
  }

  #report(): TemplateResult {
    const { w, report, name } = this;
    if (name === null) return html`<p class="empty">${this.page?.items.length ? w.pick : nothing}</p>`;
    return html`<div class="head">
        <button type="button" class="quiet back" @click=${() => this.#leave()}>‹ ${w.all}</button>
        <h2 tabindex="-1">${this.#title(name)}</h2>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label=${this.#title(name)}>
        ${this.reportProblem ? html`<p class="empty problem" role="alert">${this.reportProblem}</p>` : nothing}
        ${report ? this.#evaluation(report) : this.reportProblem ? nothing : html`<p class="empty">${w.looking}</p>`}
      </div>`;
  }

  #evaluation(report: Evaluation): TemplateResult {
    const { w, format, earlier } = this;
    const ours = report.config.cases === OURS;
    const writing: Writing = { w, format, open: ours ? (id) => this.#open(id) : null };
    const rows = rowsOf(report, earlier);
    const isBaseline = earlier === null;
    const metrics = report.conformance ? rows.filter(({ name }) => processOf(name) === null) : rows;
    return html`<div class="body">
      <div class="top">${this.#tag(report.verdict)}${this.#choice(report)}</div>
      ${report.error ? html`<p class="notice problem" lang="en">${report.error}</p>` : nothing}
      ${
        metrics.length
          ? html`<section class="card" part="metrics" aria-labelledby="metrics-title">
              <h3 id="metrics-title">${w.judged}</h3>
              ${metricsTable(metrics, isBaseline, writing)}
            </section>`
          : report.error
            ? nothing
            : html`<p class="trail">${w.nothingJudged}</p>`
      }
      ${
        report.conformance
          ? html`<section class="card" part="processes" aria-labelledby="processes-title">
              <h3 id="processes-title">${w.processes}</h3>
              ${processTable(report.conformance, rows, isBaseline, writing)}
            </section>`
          : nothing
      }
      ${report.recorded ? recordedCards(report.recorded, writing) : nothing}
      ${details(report, writing)}
    </div>`;
  }

  /** Which run is shown, and what it is held against. */
  #choice(report: Evaluation): TemplateResult {
    const { w, format, runs } = this;
    const chosen = (event: Event) => (event.target as HTMLSelectElement).value;
    const older = runs.filter(({ at }) => at < report.at);
    return html`${
      runs.length > 1
        ? html`<select aria-label=${w.evaluations} @change=${(event: Event) => this.#pick({ id: chosen(event), name: report.name })}>
            ${runs.map(({ id, at }) => html`<option value=${id} ?selected=${id === report.id}>${w.ranAt(format.clock(at))}</option>`)}
          </select>`
        : html`<span class="trail">${w.ranAt(format.clock(report.at))}</span>`
    }
    ${
      report.checks.length && older.length
        ? html`<label>${w.comparedWith}
            <select class="against" @change=${(event: Event) => this.#compare(chosen(event))}>
              <option value="" ?selected=${this.earlier === null}>${w.baseline}</option>
              ${older.map(({ id, at }) => html`<option value=${id} ?selected=${id === this.earlier?.id}>${w.earlierRun(format.clock(at))}</option>`)}
            </select></label>`
        : nothing
    }`;
  }
}
