// `<t2r-board>`: how the desk stands, for who leads it: target times in jeopardy, outages and who waits for them, who has how much; kept up to date.

import { css, html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { type CaseSummary, type Codes, may } from "../core/api.js";
import { T2rElement } from "../core/element.js";
import { words } from "../core/format.js";
import { follow } from "../core/stream.js";
import { theme } from "../core/theme.js";
import type { BoardTexts } from "./texts.en.js";
import { texts } from "./texts.js";

const SILENT = 40_000; // ms after which a stream that should have said something is not live any more

interface Jeopardy {
  case: number;
  priority: string;
  owner: string | null;
  queue: string | null;
  jeopardy_at: string;
  due_at: string;
  standing: "on time" | "in jeopardy" | "missed";
}

interface Figures {
  minutes_to_restore: number | null;
  on_time: number | null;
  by_cause: Record<string, number>;
}

interface Seen {
  at: string;
  cases: CaseSummary[];
  more: boolean;
  outages: CaseSummary[];
  targets: Jeopardy[];
  figures: Figures;
}

const TONES = { "on time": "good", "in jeopardy": "warn", missed: "bad" };

export class T2rBoard extends T2rElement {
  static override styles = [
    theme,
    css`
      :host {
        background: var(--ground);
      }
      .head {
        background: var(--surface);
      }
      .body {
        display: grid;
        gap: 0.75rem;
        align-content: start;
        padding: 0.75rem;
      }
      [data-live] {
        padding-inline-end: 0.5rem;
      }
      [data-live="true"]::before {
        content: "● ";
        color: var(--good);
      }
      .figures {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(8rem, 100%), 1fr));
        gap: 0.75rem;
      }
      .card,
      .figure {
        padding: 0.75rem 1rem 0.9rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
      }
      .figure {
        display: grid;
        align-content: space-between;
      }
      .figure dt {
        color: var(--muted);
        font-size: 0.93em;
      }
      .figure dd {
        font-size: 1.7rem;
        font-weight: 650;
        letter-spacing: -0.02em;
        line-height: 1.3;
        font-variant-numeric: tabular-nums;
      }
      .figure[data-tone="bad"] dd {
        color: var(--bad);
      }
      .figure[data-tone="warn"] dd {
        color: var(--warn);
      }
      .card h3 {
        margin-bottom: 0.35rem;
      }
      .table {
        overflow-x: auto;
      }
      table {
        width: 100%;
        border-collapse: collapse;
      }
      th,
      td {
        padding: 0.3rem 0.75rem 0.3rem 0;
        border-top: 1px solid var(--line);
        text-align: start;
        vertical-align: baseline;
      }
      thead th {
        border: 0;
        color: var(--muted);
        font-weight: 400;
      }
      td.due {
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }
      .words {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow: hidden;
      }
      .list > li + li {
        margin-top: 0.5rem;
        padding-top: 0.5rem;
        border-top: 1px solid var(--line);
      }
      .bars {
        display: grid;
        grid-template-columns: minmax(5rem, max-content) minmax(0, 1fr) max-content;
        align-items: center;
        gap: 0.25rem 0.75rem;
      }
      .bars dd {
        display: contents;
      }
      .bar {
        height: 0.6rem;
        border-radius: 999px;
        background: var(--sunken);
        overflow: hidden;
      }
      .bar i {
        display: block;
        height: 100%;
        border-radius: inherit;
        background: var(--accent);
      }
      .number {
        font-variant-numeric: tabular-nums;
        text-align: end;
      }
      @container (width >= 56rem) {
        .two {
          display: grid;
          grid-template-columns: minmax(0, 1.7fr) minmax(0, 1fr);
          gap: 0.75rem;
          align-items: start;
        }
        .beside {
          display: grid;
          gap: 0.75rem;
        }
      }
      @container (width < 56rem) {
        .two,
        .beside {
          display: contents;
        }
      }
      @container (width < 34rem) {
        .priority {
          display: none;
        }
      }
    `,
  ];

  @state() private seen: Seen | null = null;
  @state() private problem = "";
  @state() private now = Date.now();
  @state() private causes: Record<string, string> = {};
  @state() private live = false; // as it is now, told by the server

  #silent: ReturnType<typeof setTimeout> | undefined;
  #missed = new Set<number>(); // that were told of

  private get w(): BoardTexts {
    return texts.of(this.speaks, () => this.requestUpdate());
  }

  protected override identified(): void {
    if (!may(this.me, "cases:read")) return;
    this.client.codes().then(
      ({ causes }: Codes) => {
        this.causes = causes;
      },
      () => undefined,
    );
    void follow(
      this.client,
      "/v1/board/events",
      ({ event, data }) => this.#heard(event, JSON.parse(data)),
      this.leaving.signal,
      (problem) => {
        this.problem = this.inWords(problem);
      },
      () => this.#lost(),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#lost();
  }

  #heard(event: string, told: Seen): void {
    if (event === "board") {
      this.#tell(told.targets);
      this.seen = told;
    } else if (event === "same" && this.seen) this.seen = { ...this.seen, at: told.at };
    this.problem = "";
    this.live = true;
    this.now = Date.now();
    clearTimeout(this.#silent);
    this.#silent = setTimeout(() => this.#lost(), SILENT);
  }

  /** What is shown is as it was: it is said since when. */
  #lost(): void {
    clearTimeout(this.#silent);
    this.live = false;
  }

  /** A target time that is missed while somebody looks is spoken; those of before are not. */
  #tell(targets: Jeopardy[]): void {
    const missed = targets.filter(({ standing }) => standing === "missed").map((each) => each.case);
    const isFirst = this.#missed.size === 0 && this.seen === null;
    const fresh = missed.filter((id) => !this.#missed.has(id));
    this.#missed = new Set(missed);
    if (!isFirst && fresh.length)
      this.announce(`${this.w.missed}: ${fresh.map((id) => this.t.caseTitle(id)).join(", ")}`);
  }

  #pick(id: number, msisdn: string | null = null): void {
    this.context.pick({ case: id, ...(msisdn && { msisdn }) });
    this.emit("case-picked", { case: id });
  }

  // What is shown

  protected override view(): TemplateResult {
    const { t, w, seen, format } = this;
    const live = this.live && this.client.connection.state !== "offline";
    if (this.me && !may(this.me, "cases:read")) return html`<p class="empty">${t.notAllowed("cases:read")}</p>`;
    return html`<div class="head" part="head">
        <h2>${w.board}</h2>
        ${seen ? html`<span class="trail" data-live=${live}>${live ? w.live : w.asOf(format.clock(seen.at))}</span>` : nothing}
      </div>
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${w.board}>
        ${this.problem ? html`<p class="empty problem" role="alert">${this.problem}</p>` : nothing}
        ${seen ? this.#board(seen) : html`<p class="empty">${this.problem ? nothing : w.looking}</p>`}
      </div>`;
  }

  #board(seen: Seen): TemplateResult {
    return html`<div class="body">
      ${this.#figures(seen)}
      <div class="two">
        ${this.#targets(seen)}
        <div class="beside">${this.#outages(seen)}${this.#load(seen)}${this.#causes(seen)}</div>
      </div>
    </div>`;
  }

  #figures({ cases, more, outages, targets, figures }: Seen): TemplateResult {
    const { w, format } = this;
    const count = (value: number) => format.number(value);
    const of = (standing: Jeopardy["standing"]) => targets.filter((each) => each.standing === standing).length;
    const median = figures.minutes_to_restore;
    const rows: [string, string, string][] = [
      [w.open, more ? w.more(count(cases.length)) : count(cases.length), ""],
      [w.inJeopardy, count(of("in jeopardy")), of("in jeopardy") ? "warn" : ""],
      [w.missed, count(of("missed")), of("missed") ? "bad" : ""],
      [w.outages, count(outages.length), outages.length ? "warn" : ""],
      [w.waiting, count(cases.filter(({ parent }) => parent !== null).length), ""],
      [w.onTime, figures.on_time === null ? "–" : format.percent(figures.on_time), ""],
      [w.restored, median === null ? "–" : w.minutes(format.number(median)), ""],
    ];
    return html`<dl class="figures">
      ${rows.map(([name, value, tone]) => html`<div class="figure" data-tone=${tone || nothing}><dt>${name}</dt><dd>${value}</dd></div>`)}
    </dl>`;
  }

  #targets({ targets, cases }: Seen): TemplateResult {
    const { w, format } = this;
    const words = new Map(cases.map((each) => [each.id, each]));
    return html`<section class="card" part="targets" aria-labelledby="targets-title">
      <h3 id="targets-title">${w.targets}</h3>
      ${
        targets.length
          ? html`<div class="table">
              <table>
                <thead>
                  <tr><th scope="col">${w.case}</th><th scope="col" class="priority">${w.priority}</th><th scope="col">${w.who}</th><th scope="col">${w.due}</th></tr>
                </thead>
                <tbody>
                  ${targets.map((each) => {
                    const found = words.get(each.case);
                    return html`<tr data-case=${each.case} data-standing=${each.standing}>
                      <td>
                        <button type="button" class="link" aria-label=${w.openCase(each.case)} @click=${() => this.#pick(each.case, found?.msisdn ?? null)}>#${each.case}</button>
                        ${found ? html`<span class="words">${found.words}</span>` : nothing}
                      </td>
                      <td class="priority">${w.priorities[each.priority] ?? each.priority}</td>
                      <td>${each.owner ?? each.queue ?? html`<span class="trail">${w.nobody}</span>`}</td>
                      <td class="due">
                        <span class="tag" data-tone=${TONES[each.standing]}>${w.standing[each.standing]}</span>
                        <time datetime=${each.due_at} title=${format.whole(each.due_at)}>${this.#span(each.due_at)}</time>
                      </td>
                    </tr>`;
                  })}
                </tbody>
              </table>
            </div>`
          : html`<p class="trail">${w.noTargets}</p>`
      }
    </section>`;
  }

  /** How long it is until then, or since. */
  #span(at: string): string {
    const { w, format } = this;
    const ms = new Date(at).getTime() - this.now;
    const minutes = Math.floor(Math.abs(ms) / 60_000);
    const [days, hours] = [Math.floor(minutes / 1_440), Math.floor(minutes / 60)];
    const said =
      days >= 2
        ? w.days(format.number(days), format.number(hours % 24))
        : hours
          ? w.hours(format.number(hours), format.number(minutes % 60))
          : w.minutes(format.number(minutes));
    return ms >= 0 ? w.inTime(said) : w.ago(said);
  }

  #outages({ outages, cases }: Seen): TemplateResult {
    const { w, format } = this;
    return html`<section class="card" part="outages" aria-labelledby="outages-title">
      <h3 id="outages-title">${w.outages}</h3>
      ${outages.length ? nothing : html`<p class="trail">${w.noOutages}</p>`}
      <ul class="list">
        ${outages.map(({ id, words: said, expected_at, say }) => {
          const held = cases.filter(({ parent }) => parent === id).length;
          const about = [
            held === 1 ? w.holdsOne : w.holds(format.number(held)),
            expected_at ? w.expected(format.clock(expected_at)) : w.expectedUnknown,
          ];
          return html`<li>
            <p><button type="button" class="link" aria-label=${w.openCase(id)} @click=${() => this.#pick(id)}>#${id}</button> <span lang="en">${said || say}</span></p>
            <p class="trail">${about.join(" · ")}</p>
          </li>`;
        })}
      </ul>
    </section>`;
  }

  #load({ cases }: Seen): TemplateResult {
    const { w } = this;
    const counts = new Map<string, number>();
    for (const { owner, queue } of cases) {
      const who = owner ?? queue ?? w.nobody;
      counts.set(who, (counts.get(who) ?? 0) + 1);
    }
    return html`<section class="card" part="load" aria-labelledby="load-title">
      <h3 id="load-title">${w.load}</h3>
      ${counts.size ? this.#bars(counts) : html`<p class="trail">${w.noLoad}</p>`}
    </section>`;
  }

  #causes({ figures }: Seen): TemplateResult {
    const { w } = this;
    const named = Object.entries(figures.by_cause).map(([code, count]): [string, number] => [
      this.causes[code] ?? words(code),
      count,
    ]);
    return html`<section class="card" part="causes" aria-labelledby="causes-title">
      <h3 id="causes-title">${w.causes}</h3>
      ${named.length ? this.#bars(new Map(named)) : html`<p class="trail">${w.noCauses}</p>`}
    </section>`;
  }

  #bars(counts: Map<string, number>): TemplateResult {
    const most = Math.max(...counts.values());
    const rows = [...counts].sort(([, one], [, other]) => other - one).slice(0, 12);
    return html`<dl class="bars">
      ${rows.map(
        ([name, count]) =>
          html`<dt>${name}</dt><dd><span class="bar" aria-hidden="true"><i .style=${`width: ${(count / most) * 100}%`}></i></span><span class="number">${this.format.number(count)}</span></dd>`,
      )}
    </dl>`;
  }
}
