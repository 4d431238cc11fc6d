// `<t2r-badges>`: what the network says of the customer's line, each badge with its reason and advice; it follows the server's stream.

import { css, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { type Badge, type Badges, may } from "../core/api.js";
import { Problem } from "../core/client.js";
import { T2rElement } from "../core/element.js";
import { words } from "../core/format.js";
import { follow } from "../core/stream.js";
import { theme } from "../core/theme.js";

const ICONS = { critical: "✕", major: "▲", minor: "◆", info: "i", unknown: "?", clear: "✓", stale: "↻" };

/** What a badge looks like: a stale one decides nothing any more. */
export const look = ({ stale, severity }: Badge): keyof typeof ICONS => (stale ? "stale" : severity);
export const isTrouble = (badge: Badge): boolean => ["critical", "major", "minor"].includes(look(badge));

export class T2rBadges extends T2rElement {
  static override styles = [
    theme,
    css`
      :host {
        background: none;
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.35rem 0.6rem;
        padding: 0.4rem 0.75rem;
      }
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: 0.35rem;
      }
      .chip,
      .item {
        --tone: var(--muted);
        --soft: var(--sunken);
      }
      [data-look="critical"] {
        --tone: var(--bad);
        --soft: var(--bad-soft);
      }
      [data-look="major"],
      [data-look="minor"] {
        --tone: var(--warn);
        --soft: var(--warn-soft);
      }
      [data-look="clear"] {
        --tone: var(--good);
        --soft: var(--good-soft);
      }
      [data-look="info"] {
        --tone: var(--accent-strong);
        --soft: var(--accent-soft);
      }
      .chip {
        display: inline-flex;
        align-items: center;
        gap: 0.45em;
        padding: 0.1rem 0.7rem 0.1rem 0.25rem;
        border-radius: 999px;
        border-color: transparent;
        font-weight: 600;
        color: var(--tone);
        background: var(--soft);
      }
      .chip:hover,
      .chip[aria-expanded="true"] {
        border-color: currentcolor;
      }
      .sign {
        flex: none;
        display: grid;
        place-items: center;
        width: 1.55em;
        height: 1.55em;
        border-radius: 50%;
        font-size: 0.75em;
        font-weight: 700;
        color: var(--surface);
        background: var(--tone);
      }
      [data-look="stale"].chip,
      [data-look="unknown"].chip {
        background: none;
        border: 1px dashed var(--line-strong);
        font-weight: 500;
      }
      @container (width < 30rem) {
        .chip {
          min-height: 1.7rem;
          padding-inline: 0.2rem 0.5rem;
          font-size: 0.86em;
        }
      }
      .as-of {
        margin-inline-start: auto;
        font-variant-numeric: tabular-nums;
      }
      .list {
        display: grid;
        gap: 0.4rem;
        padding: 0.5rem 0.75rem 0.75rem;
      }
      .item {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 0.1rem 0.55rem;
        padding: 0.45rem 0.6rem;
        border-radius: 8px;
        background: var(--soft);
      }
      .item .sign {
        margin-top: 0.3em;
        grid-row: span 2;
        align-self: start;
      }
      .item h3 {
        color: var(--tone);
      }
      .item[data-look="stale"],
      .item[data-look="unknown"] {
        background: none;
        border: 1px dashed var(--line-strong);
      }
      .worst,
      .about {
        flex: 1 0 100%;
      }
      .about {
        display: grid;
        gap: 0.3rem;
        justify-items: start;
        padding-block: 0.25rem;
      }
      .about > * {
        max-width: 46rem;
      }
      .about .said {
        font-weight: 600;
      }
      .evidence {
        padding-inline-start: 1.1rem;
        list-style: disc;
      }
      .empty {
        padding: 0.5rem 0.75rem;
        text-align: start;
      }
      .panel {
        height: auto;
      }
    `,
  ];

  /** `row`: chips that open; `list`: one below the other with their sentences. */
  @property({ reflect: true }) layout: "row" | "list" = "row";

  @state() private shown: Badges | null = null;
  @state() private problem = "";
  @state() private opened = ""; // the badge whose details are shown

  #line: string | null = null;
  #following = new AbortController();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#following.abort();
    this.#line = null;
  }

  protected override identified(): void {
    this.moved();
  }

  protected override moved(): void {
    const line = this.me && may(this.me, "diagnostics:read") ? this.context.msisdn : null;
    if (line === this.#line) return;
    this.#following.abort();
    this.#following = new AbortController();
    this.#line = line;
    this.shown = null;
    this.problem = this.opened = "";
    if (line) void this.#follow(line, this.#following.signal);
  }

  async #follow(line: string, signal: AbortSignal): Promise<void> {
    await follow(
      this.client,
      `/v1/badges/stream?msisdn=${encodeURIComponent(line)}`,
      ({ event, data }) => {
        if (event === "badges") this.#show(JSON.parse(data) as Badges);
        else if (event === "problem") this.problem = new Problem(JSON.parse(data)).message;
      },
      signal,
      (problem) => {
        this.problem = this.inWords(problem);
        this.announce(this.problem);
      },
    );
  }

  #show(badges: Badges): void {
    const before = sentences(this.shown?.badges ?? []);
    const isFirst = this.shown === null;
    this.shown = badges;
    this.problem = "";
    const now = sentences(badges.badges);
    if (isFirst || now !== before) this.announce(now || this.t.noTrouble);
    this.emit("badges", { line: badges.line, badges: badges.badges });
  }

  protected override view(): TemplateResult {
    const { t, shown } = this;
    const mayLook = !this.me || may(this.me, "diagnostics:read");
    const problem = mayLook ? this.problem : t.notAllowed("diagnostics:read");
    const said = mayLook && !this.context.msisdn ? t.badgesNone : problem || (shown ? "" : t.badgesLooking);
    return html`<section aria-label=${t.badges} part="badges">
      ${said ? html`<p class="empty ${problem ? "problem" : ""}">${said}</p>` : nothing}
      ${shown && !said ? (this.layout === "list" ? this.#list(shown) : this.#row(shown)) : nothing}
    </section>`;
  }

  #row({ at, badges, retest }: Badges): TemplateResult {
    const opened = badges.find(({ id }) => id === this.opened);
    const worst = badges.find(isTrouble);
    return html`<div class="bar">
      <ul class="chips">
        ${badges.map(
          (badge) => html`<li>
            <button
              type="button"
              class="chip"
              part="badge"
              data-badge=${badge.id}
              data-look=${look(badge)}
              aria-expanded=${badge.id === this.opened}
              title=${badge.sentence}
              @click=${() => (this.opened = badge.id === this.opened ? "" : badge.id)}
            >
              ${this.#sign(badge)}${this.#label(badge)}
            </button>
          </li>`,
        )}
      </ul>
      <p class="trail as-of">${this.t.asOf(this.format.clock(at))}</p>
      ${worst && !opened ? html`<p class="worst" lang="en">${worst.sentence}</p>` : nothing}
      ${opened ? html`<div class="about">${this.#about(opened)}</div>` : nothing}
      ${this.#retest(retest)}
    </div>`;
  }

  #list({ at, badges, retest }: Badges): TemplateResult {
    return html`<ul class="list">
        ${badges.map(
          (badge) => html`<li class="item" part="badge" data-badge=${badge.id} data-look=${look(badge)}>
            ${this.#sign(badge)}
            <h3>${this.#label(badge)}</h3>
            <div>
              <p lang="en">${badge.sentence}</p>
              ${badge.say ? html`<p><b>${this.t.tellCustomer}:</b> <span lang="en">${badge.say}</span></p>` : nothing}
              <details>
                <summary>${this.t.details}</summary>
                ${this.#facts(badge)}
              </details>
            </div>
          </li>`,
        )}
        <li class="trail">${this.t.asOf(this.format.clock(at))}</li>
      </ul>
      ${this.#retest(retest)}`;
  }

  #sign(badge: Badge): TemplateResult {
    const name = look(badge);
    return html`<span class="sign" aria-hidden="true">${ICONS[name]}</span><span class="unseen">${this.t.severity[name]}. </span>`;
  }

  #label({ kind, cause }: Badge): TemplateResult {
    const what = ["none", "unknown"].includes(cause) ? "" : `: ${words(cause)}`;
    return html`<span>${this.t.kind[kind]}${what}</span>`;
  }

  #about(badge: Badge): TemplateResult {
    return html`<p class="said" lang="en">${badge.sentence}</p>
      ${badge.say ? html`<p><b>${this.t.tellCustomer}:</b> <span lang="en">${badge.say}</span></p>` : nothing}
      ${this.#facts(badge)}`;
  }

  #facts(badge: Badge): TemplateResult {
    const { t, format } = this;
    const facts = [
      t.severity[look(badge)],
      badge.since && t.since(format.clock(badge.since)),
      badge.until && t.until(format.clock(badge.until)),
      t.goodUntil(format.clock(badge.expires)),
    ];
    const { article } = badge;
    return html`<p class="trail">${facts.filter(Boolean).join(" · ")}</p>
      ${
        badge.evidence.length
          ? html`<ul class="evidence trail" lang="en" aria-label=${t.evidence}>${badge.evidence.map((each) => html`<li>${each}</li>`)}</ul>`
          : nothing
      }
      ${article ? html`<button type="button" class="link" @click=${() => this.#open(article)}>${t.openArticle(article)}</button>` : nothing}`;
  }

  #open(article: string): void {
    if (!this.context.open({ document_id: article })) this.emit("source-opened", { document_id: article });
  }

  #retest(retest: Badges["retest"]): TemplateResult | typeof nothing {
    if (!retest.length) return nothing;
    const said = retest.map(({ kind, reason }) => `${this.t.kind[kind]} (${reason})`).join(", ");
    return html`<p class="trail retest">${this.t.retest}: ${said}</p>`;
  }
}

const sentences = (badges: Badge[]): string =>
  badges
    .filter(isTrouble)
    .map(({ sentence }) => sentence)
    .join(" ");
