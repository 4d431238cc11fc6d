// `<t2r-workspace>`: all elements on one page, laid out for a phone, a tablet or a desk; who is signed in; the customer's number.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { query, state } from "lit/decorators.js";
import type { T2rAssist } from "../assist/element.js";
import type { T2rCalls } from "../calls/element.js";
import { may } from "../core/api.js";
import { isTyping, type Shortcut, T2rElement } from "../core/element.js";
import { forgetAll, keep, kept } from "../core/keep.js";
import { LANGUAGES } from "../core/texts.js";
import { theme } from "../core/theme.js";
import type { T2rCustomer } from "../customer/element.js";
import type { T2rFlow } from "../flow/element.js";
import type { T2rOrder } from "../order/element.js";
import { isLater, load } from "./later.js";
import { type Link, linked } from "./link.js";
import { workspaceStyles } from "./styles.js";
import type { WorkspaceTexts } from "./texts.en.js";
import { texts } from "./texts.js";

/** What may be looked at. */
const VIEWS = ["ask", "flow", "customer", "knowledge", "journey", "order", "map", "timeline"] as const;
type View = (typeof VIEWS)[number];
const BESIDE: readonly View[] = ["customer", "knowledge", "journey", "order", "map", "timeline"]; // beside the case and the assistant, where there is room
const FUNCTION_KEYS: readonly View[] = ["ask", "flow", "knowledge", "timeline"];
const LETTERS: Record<string, View> = { v: "customer", f: "journey", o: "order", m: "map" };

/** Where one may be: at the desk with a customer, or over all of them. */
const PLACES = ["desk", "board", "inbox", "reports"] as const;
type Place = (typeof PLACES)[number];

const CHOICES = "t2r choices"; // how the page looks is kept beyond the tab

export class T2rWorkspace extends T2rElement {
  static override styles = [theme, workspaceStyles];

  @state() private view_: View = "ask";
  @state() private side: View = "customer";
  @state() private place: Place = "desk";
  @state() private size = "";
  @state() private number = "";
  @state() private signInProblem = "";
  @state() private hasProvider = false; // people sign in at the operator's identity provider

  @query("t2r-assist") private assist!: T2rAssist | null;
  @query("t2r-flow") private flow!: T2rFlow | null;
  @query("t2r-customer") private customer!: T2rCustomer | null;
  @query("t2r-order") private orders!: T2rOrder | null;
  @query("t2r-calls") private calls!: T2rCalls | null;
  @query(".line input") private line!: HTMLInputElement | null;

  #before: View = "ask";

  override connectedCallback(): void {
    super.connectedCallback();
    const { signal } = this.leaving;
    const { lang, theme } = choices();
    this.theme = theme;
    if (lang) this.context.lang = lang;
    const view = kept<View>("view", "ask");
    this.view_ = VIEWS.includes(view) ? view : "ask";
    if (BESIDE.includes(this.view_)) this.side = this.view_;
    this.context.addEventListener("document", () => this.place === "desk" && this.#show("knowledge"), { signal });
    this.client.addEventListener("signed-out", () => this.#signedOff(), { signal });
    document.addEventListener("keydown", (event) => this.#key(event), { signal });
    window.addEventListener("hashchange", () => this.#arrive(), { signal });
    this.#arrive();
    document.documentElement.lang = this.speaks;
    this.client.get<{ provider: boolean }>("/login/ways").then(
      ({ provider }) => {
        this.hasProvider = provider;
      },
      () => undefined,
    );
  }

  private get w(): WorkspaceTexts {
    return texts.of(this.speaks, () => this.requestUpdate());
  }

  protected override moved(): void {
    this.number = this.context.msisdn ? `+${this.context.msisdn}` : "";
  }

  protected override identified(): void {
    const views = this.#views;
    if (!views.includes(this.view_)) this.view_ = "ask";
    for (const view of [this.view_, this.side]) if (isLater(view) && views.includes(view)) load(view);
    const place = kept<Place>("place", "desk");
    if (this.#places.includes(place)) this.#go(place);
    this.#arrive();
    if (location.hash.slice(1) in this.t.signInEnded) history.replaceState(null, "", location.pathname);
    this.client.get<{ documents: Record<string, number> | null }>("/readyz").then(
      ({ documents }) => {
        if (!documents) return;
        const { article = 0, resolution = 0 } = documents;
        this.size = this.t.size(this.format.number(article), this.format.number(resolution));
      },
      () => undefined,
    );
    void this.updateComplete.then(() => this.assist?.updateComplete).then(() => this.assist?.focus());
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    for (const here of this.renderRoot.querySelectorAll("nav [aria-current]"))
      here.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }

  #show(view: View): void {
    if (view !== this.view_) this.#before = this.view_;
    this.view_ = view;
    if (BESIDE.includes(view)) this.side = view;
    keep("view", view);
    if (isLater(view)) load(view);
    this.#go("desk");
  }

  /** The views that whoever is signed in has a use for. */
  get #views(): View[] {
    const needed: Partial<Record<View, string>> = {
      customer: "customers:read",
      journey: "cases:write",
      order: "orders:read",
      map: "diagnostics:read",
    };
    return VIEWS.filter((view) => !needed[view] || may(this.me, needed[view]));
  }

  /** The board is for who sees to all cases, the inbox for who keeps the articles, reports for who looks after quality. */
  get #places(): Place[] {
    const has = (...scopes: string[]) => [...scopes, "admin"].some((scope) => this.me?.scopes.includes(scope));
    const used: Record<Place, boolean> = {
      desk: true,
      board: has("cases:read") && has("cases:write", "problems:write"),
      inbox: has("knowledge:write"),
      reports: has("evaluations:read"),
    };
    return PLACES.filter((place) => used[place]);
  }

  #go(place: Place): void {
    this.place = place;
    keep("place", place);
    if (isLater(place)) load(place);
  }

  /** Go where the address leads, as soon as it is known who is signed in: signing in may lead away and back. */
  #arrive(): void {
    const link = linked(location);
    if (link) {
      keep("link", link);
      history.replaceState(null, "", location.pathname);
    }
    const wanted = kept<Link | null>("link", null);
    if (!wanted || !this.me) return;
    keep("link", undefined);
    if (wanted.what === "case") {
      if (wanted.id !== this.context.case) this.context.pick({ case: wanted.id, msisdn: null }); // the case says whose it is
      this.#show("flow");
    } else if (this.#views.includes("order")) void this.#openOrder(wanted.id);
  }

  /** Show an order, and all else about its case and number. */
  async #openOrder(id: number): Promise<void> {
    this.#show("order");
    const about = { case: null, line: null };
    const order = await this.client
      .get<{ case: number | null; line: string | null }>(`/v1/orders/${id}`)
      .catch(() => about);
    this.context.pick({ case: order.case, msisdn: order.line });
    await customElements.whenDefined("t2r-order");
    this.orders?.open(id);
  }

  // Keys

  override shortcuts(): Shortcut[] {
    const { t, w } = this;
    return [
      ...(this.assist?.shortcuts() ?? []),
      [["l"], t.keyLine],
      [["s"], t.keyStep],
      [["F1", "…", `F${FUNCTION_KEYS.length}`], t.keyViews],
      [["v"], w.keyCustomer],
      [["f"], w.keyJourney],
      [["o"], w.keyOrder],
      [["m"], w.keyMap],
      ...(this.calls?.shortcuts() ?? []),
      ...(this.#places.includes("board") ? ([[["b"], w.keyBoard]] as Shortcut[]) : []),
      ...(this.#places.includes("inbox") ? ([[["i"], w.keyInbox]] as Shortcut[]) : []),
      ...(this.#places.includes("reports") ? ([[["r"], w.keyReports]] as Shortcut[]) : []),
      ...(this.#places.length > 1 ? ([[["d"], w.keyDesk]] as Shortcut[]) : []),
    ];
  }

  #key(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !this.me) return;
    const view = FUNCTION_KEYS[Number(/^F(\d)$/.exec(event.key)?.[1]) - 1];
    const letter = LETTERS[event.key];
    const place = this.#places.find((each) => each.startsWith(event.key));
    const acts: Record<string, () => void> = {
      "?": () => this.openKeys(),
      "/": () => {
        this.#show("ask");
        void this.updateComplete.then(() => this.assist?.focus());
      },
      l: () => this.line?.focus(),
      s: () => {
        this.#show("flow");
        void this.updateComplete.then(() => this.flow?.focus());
      },
      ...(letter && this.#views.includes(letter) && { [event.key]: () => this.#show(letter) }),
      ...(place && this.#places.length > 1 && { [event.key]: () => this.#go(place) }),
    };
    const act =
      event.key === "F8"
        ? () => void this.calls?.takeUp()
        : view
          ? () => this.#show(view)
          : isTyping(event)
            ? undefined
            : acts[event.key];
    if (!act || this.renderRoot.querySelector("dialog[open]")) return;
    event.preventDefault();
    act();
  }

  // Who and whom

  #pick(event: Event): void {
    event.preventDefault();
    this.context.pick({ msisdn: this.number.trim() || null });
  }

  #clear(): void {
    this.context.pick({ msisdn: null, case: null });
    this.line?.focus();
  }

  async #signIn(event: Event): Promise<void> {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).elements.namedItem("token") as HTMLInputElement;
    this.signInProblem = "";
    try {
      await this.client.post("/v1/session", undefined, { headers: { Authorization: `Bearer ${field.value.trim()}` } });
      location.reload();
    } catch (problem) {
      this.signInProblem = problem instanceof Error && problem.message ? problem.message : this.t.unreachable;
    }
  }

  async #signOut(): Promise<void> {
    await this.client.remove("/v1/session").catch(() => undefined);
    forgetAll();
    if (this.hasProvider)
      location.assign(`${this.client.base}/login/end`); // whoever signed in there is signed out there too
    else location.reload();
  }

  /** The session has ended meanwhile. Who was nobody before is not asked again: that would go on for ever. */
  #signedOff(): void {
    if (!this.me) return;
    this.me = null;
    void this.identify();
  }

  #choose(choice: Partial<Choices>): void {
    const next = { ...choices(), ...choice };
    try {
      localStorage.setItem(CHOICES, JSON.stringify(next));
    } catch {
      // kept for this page only then
    }
    this.theme = next.theme;
    this.context.lang = next.lang;
    document.documentElement.lang = this.speaks;
  }

  // What is shown

  protected override view(): TemplateResult {
    if (this.unknown?.status === 401) return this.#signedOut();
    return html`${this.#top()}
      ${this.me && may(this.me, "cases:read") ? html`<t2r-calls plain .baseUrl=${this.baseUrl} .group=${this.group} @t2r-call-taken=${() => this.#showCustomer()} @t2r-verify-wanted=${() => this.#showCustomer(true)}></t2r-calls>` : nothing}
      ${this.place === "desk" && this.context.msisdn && may(this.me, "diagnostics:read") ? html`<div class="strip"><t2r-badges plain .baseUrl=${this.baseUrl} .group=${this.group}></t2r-badges></div>` : nothing}
      ${this.me ? html`${this.#work()}${this.#elsewhere()}` : html`<main class="empty">${this.unknown ? this.inWords(this.unknown) : this.t.loading}</main>`}`;
  }

  #top(): TemplateResult {
    const { t } = this;
    return html`<header class="top" part="top">
      <h1 class="brand"><img src="${this.client.base}/static/icon.svg" alt="" width="24" height="24" />T2R <span>${t.brand}</span></h1>
      ${
        this.me
          ? html`<form class="line" autocomplete="off" @submit=${this.#pick}>
              <input type="tel" maxlength="24" aria-label=${t.line} placeholder=${t.line} .value=${this.number}
                @input=${(event: Event) => {
                  this.number = (event.target as HTMLInputElement).value;
                }} />
              <button class="secondary">${t.show}</button>
              ${
                this.context.msisdn || this.context.case !== null
                  ? html`<button type="button" class="quiet" @click=${() => this.#clear()}>${t.clear}</button>`
                  : nothing
              }
            </form>`
          : nothing
      }
      ${
        this.me && this.#places.length > 1
          ? html`<nav class="places" aria-label=${this.w.places}>
              ${this.#places.map((place) => html`<button type="button" class="quiet" aria-current=${place === this.place ? "page" : nothing} @click=${() => this.#go(place)}>${this.w.place[place]}</button>`)}
            </nav>`
          : nothing
      }
      <div class="space"></div>
      <button type="button" class="quiet icon help" aria-label=${t.keysTitle} title=${t.keysTitle} @click=${() => this.openKeys()}>?</button>
      <button type="button" class="quiet who" popovertarget="menu"><span>${this.me?.name ?? t.settings}</span> ▾</button>
      ${this.#menu()}
    </header>`;
  }

  #menu(): TemplateResult {
    const { t } = this;
    const themes: [Choices["theme"], string][] = [
      ["auto", t.themeAuto],
      ["light", t.themeLight],
      ["dark", t.themeDark],
    ];
    const chosen = (event: Event) => (event.target as HTMLSelectElement).value;
    return html`<div id="menu" class="menu" popover>
      ${this.size ? html`<p class="trail">${this.size}</p>` : nothing}
      <label>${t.language}
        <select @change=${(event: Event) => this.#choose({ lang: chosen(event) })}>
          ${Object.entries(LANGUAGES).map(([code, name]) => html`<option value=${code} lang=${code} ?selected=${code === this.speaks}>${name}</option>`)}
        </select></label>
      <label>${t.theme}
        <select @change=${(event: Event) => this.#choose({ theme: chosen(event) as Choices["theme"] })}>
          ${themes.map(([value, name]) => html`<option value=${value} ?selected=${value === this.theme}>${name}</option>`)}
        </select></label>
      <button type="button" class="secondary help" popovertarget="menu" popovertargetaction="hide" @click=${() => this.openKeys()}>${t.keysTitle}</button>
      ${this.me ? html`<button type="button" class="secondary" @click=${() => this.#signOut()}>${t.signOut}</button>` : nothing}
    </div>`;
  }

  #work(): TemplateResult {
    const { t } = this;
    const { baseUrl, group } = this;
    const views = this.#views;
    const names: Record<View, string> = { ...t.view, ...this.w.view };
    const middle = this.view_ === "ask" ? "flow" : this.view_;
    const side = views.includes(this.side) ? this.side : "knowledge";
    const where = (view: View): string =>
      [view, view === this.view_ ? "narrow" : "", view === middle ? "middle" : "", view === side ? "wide" : ""].join(
        " ",
      );
    const panes: Record<View, TemplateResult> = {
      ask: html`<t2r-assist plain cases .baseUrl=${baseUrl} .group=${group}></t2r-assist>`,
      flow: html`<t2r-flow plain .baseUrl=${baseUrl} .group=${group}></t2r-flow>`,
      customer: html`<t2r-customer plain .baseUrl=${baseUrl} .group=${group}></t2r-customer>`,
      knowledge: html`<t2r-knowledge plain .baseUrl=${baseUrl} .group=${group}></t2r-knowledge>`,
      journey: html`<t2r-journey plain .baseUrl=${baseUrl} .group=${group} @t2r-verify-wanted=${() => this.#showCustomer(true)}></t2r-journey>`,
      order: html`<t2r-order plain .baseUrl=${baseUrl} .group=${group}></t2r-order>`,
      map: html`<t2r-map plain .baseUrl=${baseUrl} .group=${group}></t2r-map>`,
      timeline: html`<t2r-timeline plain .baseUrl=${baseUrl} .group=${group}></t2r-timeline>`,
    };
    return html`<main class="work" part="work" ?hidden=${this.place !== "desk"} @t2r-document-closed=${() => this.#show(this.#before)} @t2r-case-wanted=${this.#wantCase}>
      <nav aria-label=${t.views}>
        ${views.map(
          (view) =>
            html`<button type="button" class=${where(view)} aria-current=${view === this.view_ ? "true" : nothing} @click=${() => this.#show(view)}>${names[view]}</button>`,
        )}
      </nav>
      ${views.map((view) => html`<div class="pane ${view === "ask" ? "assist" : ""} ${where(view)}">${panes[view]}</div>`)}
    </main>`;
  }

  #elsewhere(): TemplateResult | typeof nothing {
    const { baseUrl, group, place } = this;
    if (place === "desk") return nothing;
    const shown = {
      board: html`<t2r-board plain .baseUrl=${baseUrl} .group=${group} @t2r-case-picked=${() => this.#show("flow")}></t2r-board>`,
      inbox: html`<t2r-inbox plain .baseUrl=${baseUrl} .group=${group}></t2r-inbox>`,
      reports: html`<t2r-reports plain .baseUrl=${baseUrl} .group=${group} @t2r-case-picked=${() => this.#show("timeline")}></t2r-reports>`,
    };
    return html`<main class="elsewhere" part="elsewhere">${shown[place]}</main>`;
  }

  #showCustomer(verify = false): void {
    if (!this.#views.includes("customer")) return;
    this.#show("customer");
    if (verify) void this.updateComplete.then(() => this.customer?.updateComplete).then(() => this.customer?.focus());
  }

  #wantCase = (event: Event): void => {
    this.#show("flow");
    const { words } = (event as CustomEvent<{ words: string }>).detail;
    void this.updateComplete.then(() => this.flow?.propose(words));
  };

  #signedOut(): TemplateResult {
    const { t } = this;
    const ended = t.signInEnded[location.hash.slice(1)];
    return html`${this.#top()}
      <main class="scroll">
        <div class="signed-out">
          <h2>${t.signIn}</h2>
          ${ended ? html`<p class="notice">${ended}</p>` : nothing}
          ${this.hasProvider ? html`<p><a class="primary" href="${this.client.base}/login/provider">${t.withProvider}</a></p>` : nothing}
          <p>${t.linkHint}</p>
          <form @submit=${this.#signIn}>
            <label for="token">${t.orToken}</label>
            <div class="row">
              <input id="token" name="token" type="password" autocomplete="off" spellcheck="false" required placeholder="t2r_…" />
              <button class="primary">${t.signIn}</button>
            </div>
            <p class="problem" role="alert">${this.signInProblem}</p>
          </form>
          <details>
            <summary>${t.linkMake}</summary>
            <p class="trail">${t.linkMakeHint}</p>
            <pre tabindex="0"><code>t2r token link</code></pre>
          </details>
        </div>
      </main>`;
  }
}

interface Choices {
  lang: string | null;
  theme: "light" | "dark" | "auto";
}

function choices(): Choices {
  try {
    return { lang: null, theme: "auto", ...JSON.parse(localStorage.getItem(CHOICES) ?? "{}") };
  } catch {
    return { lang: null, theme: "auto" };
  }
}
