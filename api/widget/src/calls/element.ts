// `<t2r-calls>`: a card for each call of the agent, at once when it rings: who, on which line, verified or not, what is open and was checked.

import { html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { isTrouble, look } from "../badges/element.js";
import { type Badge, type CaseSummary, may } from "../core/api.js";
import { type Shortcut, T2rElement } from "../core/element.js";
import { words } from "../core/format.js";
import { theme } from "../core/theme.js";
import { valueInWords } from "../flow/words.js";
import type { Card, Earlier, Pop } from "./api.js";
import { type CallDesk, callsOf } from "./desk.js";
import { callStyles } from "./styles.js";
import type { CallTexts } from "./texts.en.js";
import { texts } from "./texts.js";

const MOST_CHECKED = 8;
const MOST_ROWS = 4;

export class T2rCalls extends T2rElement {
  static override styles = [theme, callStyles];

  @state() private problem = "";

  #desk!: CallDesk;

  override connectedCallback(): void {
    super.connectedCallback();
    const { signal } = this.leaving;
    this.#desk = callsOf(this.client, this.context);
    this.#desk.addEventListener("change", () => this.requestUpdate(), { signal });
    this.#desk.addEventListener("came", (event) => this.#came((event as CustomEvent<Card>).detail), { signal });
    this.#desk.addEventListener(
      "stands",
      (event) => this.announce(this.#inShort((event as CustomEvent<Card>).detail)),
      { signal },
    );
    this.#desk.use(signal);
  }

  private get w(): CallTexts {
    return texts.of(this.speaks, () => this.requestUpdate());
  }

  override shortcuts(): Shortcut[] {
    return [[["F8"], this.w.keyTake]];
  }

  /** Take up the newest call that is not yet. False if there is none. */
  takeUp(): boolean {
    const card = this.#desk.cards.find(({ taken, pop }) => !taken && pop.standing !== "left");
    if (card) this.#take(card);
    return card !== undefined;
  }

  #came(card: Card): void {
    const trouble = card.pop.badges.filter(isTrouble).map(({ sentence }) => sentence);
    this.announce([this.#inShort(card), ...trouble].join(". "));
    this.emit("call", { interaction: card.pop.interaction, msisdn: card.pop.msisdn, standing: card.pop.standing });
  }

  #inShort({ pop }: Card): string {
    return `${this.w.standing[pop.standing]}: ${this.#number(pop)}`;
  }

  #number({ msisdn, withheld }: Pop): string {
    return msisdn ? `+${msisdn}` : withheld ? this.w.withheld : this.w.unknownNumber;
  }

  #take(card: Card, about: number | null = null): void {
    this.#desk.take(card, about);
    this.emit("call-taken", { interaction: card.pop.interaction, msisdn: card.pop.msisdn, case: this.context.case });
  }

  protected override view(): TemplateResult {
    const { cards } = this.#desk;
    if (!cards.length) return html``;
    return html`<section class="cards" aria-label=${this.w.calls}>
      ${repeat(
        cards,
        ({ pop }) => pop.call,
        (card, place) => this.#card(card, place === 0),
      )}
    </section>`;
  }

  /** A card; the newest is whole, of those that ring besides only the first line is. */
  #card(card: Card, isNewest: boolean): TemplateResult {
    const { pop } = card;
    const isFolded = (card.folded || (!card.taken && !isNewest)) && pop.standing !== "left";
    return html`<article class="card ${isFolded ? "folded" : ""}" part="call" data-standing=${pop.standing} aria-label=${this.#inShort(card)}>
      ${this.#top(card, isFolded)}
      ${pop.standing === "left" ? this.#wrapUp(card) : isFolded ? nothing : html`${this.#ways(card)}${this.#body(pop)}`}
    </article>`;
  }

  #top(card: Card, isFolded: boolean): TemplateResult {
    const { w, format } = this;
    const { pop, taken, own, verified } = card;
    const about = [
      pop.queue && w.queue(pop.queue),
      pop.agents.length > 0 && w.from(pop.agents.join(", ")),
      pop.standing === "ringing" ? format.clock(pop.at) : w.since(format.clock(pop.at)),
    ];
    const mayVerify = !verified && pop.interaction !== null && pop.msisdn !== null && may(this.me, "customers:write");
    return html`<header>
      <p class="standing"><span class="dot" aria-hidden="true"></span>${own && pop.standing === "talking" ? w.ownContact : w.standing[pop.standing]}</p>
      <h2>${this.#who(card)}</h2>
      ${
        card.people?.length
          ? html`<span class="tag" data-tone=${verified ? "good" : "warn"} title=${verified ? nothing : w.notVerifiedLong}>${verified ? w.verified : w.notVerified}</span>`
          : nothing
      }
      <p class="trail about">${about.filter(Boolean).join(" · ")}</p>
      ${
        taken && pop.standing !== "left"
          ? html`${mayVerify ? html`<button type="button" class="secondary" @click=${() => this.#verify(card)}>${w.verify}</button>` : nothing}
            ${own ? html`<button type="button" class="quiet" @click=${() => this.#desk.over(card)}>${w.endContact}</button>` : html`<button type="button" class="quiet" aria-expanded=${!isFolded} @click=${() => this.#desk.fold(card, !isFolded)}>${w.details}</button>`}`
          : html`${isFolded ? html`<button type="button" class="secondary" @click=${() => this.#take(card)}>${w.takeUp}</button>` : nothing}
              <button type="button" class="quiet icon hide" aria-label=${w.hide} title=${w.hide} @click=${() => this.#desk.dismiss(card)}>✕</button>`
      }
    </header>`;
  }

  /** Who it is; of several who share a line the one who was verified, if one was. */
  #who({ pop, people: all }: Card): TemplateResult {
    const people = all?.some(({ verified }) => verified) ? all.filter(({ verified }) => verified) : all;
    const { w, format } = this;
    const number = html`<span class="number">${this.#number(pop)}</span>`;
    if (!pop.msisdn || !may(this.me, "customers:read") || people === null) return number;
    const [only] = people;
    if (!only) return html`${number} <span class="nobody">${w.nobody}</span>`;
    return html`${people.length > 1 ? w.several(format.number(people.length)) : (only.record.name ?? only.id)} ${number}`;
  }

  #verify({ pop }: Card): void {
    this.context.pick({ msisdn: pop.msisdn });
    this.emit("verify-wanted", { interaction: pop.interaction });
  }

  #body(pop: Pop): TemplateResult {
    const { w } = this;
    const open = pop.open_cases.filter(({ id }) => id !== pop.case?.id);
    return html`${pop.reason ? html`<blockquote class="reason">${pop.reason}</blockquote>` : nothing}
      <div class="columns">
        <div>
          <h3>${w.network}</h3>
          ${pop.badges.length ? this.#badges(pop.badges) : html`<p class="trail" lang=${pop.network ? "en" : nothing}>${pop.network ?? w.networkSilent}</p>`}
        </div>
        ${pop.case ? this.#carried(pop.case) : nothing}
        <div>
          <h3>${w.openCases}</h3>
          ${open.length ? html`<ul>${open.slice(0, MOST_ROWS).map((each) => this.#openCase(each))}</ul>` : html`<p class="trail">${w.noOpenCases}</p>`}
        </div>
        <div>
          <h3>${w.lastContacts}</h3>
          ${pop.earlier.length ? html`<ul>${pop.earlier.slice(0, MOST_ROWS).map((each) => this.#earlier(each))}</ul>` : html`<p class="trail">${w.noContacts}</p>`}
        </div>
      </div>`;
  }

  /** The troubles; that all is well is said in one line. */
  #badges(badges: Badge[]): TemplateResult {
    const telling = badges.filter((badge) => look(badge) !== "clear");
    if (!telling.length) return html`<p class="trail">${this.w.networkFine}</p>`;
    return html`<ul>
      ${telling.map(
        (badge) => html`<li class="badge" data-look=${look(badge)}>
          <b>${this.t.kind[badge.kind]}</b> <span class="unseen">${this.t.severity[look(badge)]}. </span><span lang="en">${badge.sentence}</span>
        </li>`,
      )}
    </ul>`;
  }

  #carried(carried: NonNullable<Pop["case"]>): TemplateResult {
    const { w, t, format } = this;
    const { id, words: said, checked } = carried;
    const rest = checked.length - MOST_CHECKED;
    return html`<div class="carried">
      <h3>${w.carried(id)}</h3>
      <p>${said}</p>
      ${
        checked.length
          ? html`<p class="trail"><b>${w.checked}:</b></p>
            <ul class="checked">
              ${checked
                .slice(0, MOST_CHECKED)
                .map(
                  ({ question, known }) =>
                    html`<li lang="en"><span aria-hidden="true">✓</span> ${question} <b>${known.map(({ value, unit }) => valueInWords(value, unit, t, format)).join("; ")}</b></li>`,
                )}
              ${rest > 0 ? html`<li class="trail">${w.andMore(format.number(rest))}</li>` : nothing}
            </ul>`
          : nothing
      }
    </div>`;
  }

  #openCase({ id, words: said, status }: CaseSummary): TemplateResult {
    return html`<li>#${id} ${said} <span class="tag">${this.t.status[status]}</span></li>`;
  }

  #earlier({ channel, started_at, reason, description }: Earlier): TemplateResult {
    const said = description || reason;
    return html`<li><span class="trail">${this.format.clock(started_at)}, ${words(channel)}</span>${said ? html` ${said}` : nothing}</li>`;
  }

  #ways(card: Card): TemplateResult {
    const { w } = this;
    const { pop } = card;
    const open = pop.open_cases.filter(({ id }) => id !== pop.case?.id).slice(0, MOST_ROWS);
    const first = pop.case?.id ?? null;
    return html`<p class="ways">
      <button type="button" class="primary" @click=${() => this.#take(card)}>${first === null ? (open.length ? w.newTrouble : w.takeUp) : w.takeUpCase(first)}</button>
      ${open.map(({ id, words: said }) => html`<button type="button" class="secondary" title=${said} @click=${() => this.#take(card, id)}>${w.aboutCase(id)}</button>`)}
    </p>`;
  }

  #wrapUp(card: Card): TemplateResult {
    const { w } = this;
    const done = async (event: Event) => {
      event.preventDefault();
      const given = new FormData(event.target as HTMLFormElement);
      this.problem = "";
      try {
        await this.#desk.end(card, String(given.get("words")).trim(), String(given.get("code")));
        this.emit("contact-ended", { interaction: card.pop.interaction });
      } catch (problem) {
        this.problem = this.inWords(problem);
      }
    };
    return html`<form class="ways" @submit=${done}>
      <select name="code" aria-label=${w.wrapUp}>
        <option value="">${w.wrapUp}</option>
        ${Object.entries(this.#desk.wrapUps ?? {}).map(([code, title]) => html`<option value=${code} lang="en">${title}</option>`)}
      </select>
      <input name="words" maxlength="4000" aria-label=${w.inWords} placeholder=${w.inWords} />
      <button class="primary">${w.done}</button>
      <p class="problem" role="alert">${this.problem}</p>
    </form>`;
  }
}
