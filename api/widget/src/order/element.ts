// `<t2r-order>`: the orders of a case and of a number; one of them with its items, what it waits for, its faults, its process drawn and
// what happened, live; amended and cancelled.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { may } from "../core/api.js";
import { type CaseDesk, deskOf } from "../core/cases.js";
import { Problem } from "../core/client.js";
import { T2rElement } from "../core/element.js";
import { titled, words } from "../core/format.js";
import { keep, keepLately, kept } from "../core/keep.js";
import { follow } from "../core/stream.js";
import { theme } from "../core/theme.js";
import type { Marks } from "../process/element.js";
import { type Amended, amendForm, cancelForm, type Draft } from "./acting.js";
import {
  type Awaited,
  type Drawn,
  type Entry,
  type Fault,
  faultInWords,
  type Item,
  isOpen,
  type OrderRead,
  type OrderState,
  type OrderSummary,
  type Product,
} from "./api.js";
import { orderStyles } from "./styles.js";
import type { OrderTexts } from "./texts.en.js";
import { texts } from "./texts.js";

const TONES: Partial<Record<OrderState, "good" | "warn" | "bad" | "accent">> = {
  acknowledged: "accent",
  inProgress: "accent",
  completed: "good",
  held: "warn",
  pending: "warn",
  partial: "warn",
  failed: "bad",
  rejected: "bad",
};

const DRAFT = "order draft";
const MOST_DRAFTS = 20;

export class T2rOrder extends T2rElement {
  static override styles = [theme, orderStyles];

  /** The order that is shown; without it, one may be chosen among those of the case and of the number. */
  @property({ type: Number }) order: number | null = null;

  @state() private chosen: number | null = null;
  @state() private ofCase: OrderSummary[] | null = null;
  @state() private ofLine: OrderSummary[] | null = null;
  @state() private shown: OrderRead | null = null;
  @state() private entries: Entry[] = [];
  @state() private drawn: { xml: string | null; marks: Marks } | null = null;
  @state() private acting: "" | "amend" | "cancel" = "";
  @state() private products: Product[] = [];
  @state() private sending = false;
  @state() private problem = "";
  @state() private refused = "";

  @query("h2") private heading!: HTMLElement | null;

  #desk!: CaseDesk;
  #about: string | null = null; // the case and the number that the lists are of
  #steps = 0; // of the case that tell of its orders, when they were read
  #draft: Draft = {}; // as it was when its form was opened
  #visible = false;
  #listing = new AbortController();
  #following = new AbortController();
  #followed: number | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    const { signal } = this.leaving;
    this.#desk = deskOf(this.client, this.context);
    this.#desk.addEventListener("change", () => this.#caseChanged(), { signal });
    this.#desk.use(signal);
    const seen = new IntersectionObserver(([entry]) => this.#seen(entry?.isIntersecting ?? false));
    seen.observe(this);
    signal.addEventListener("abort", () => {
      seen.disconnect();
      this.#visible = false;
      this.#listing.abort();
      this.#leave();
    });
  }

  private get w(): OrderTexts {
    return texts.of(this.speaks, () => this.requestUpdate());
  }

  protected override identified(): void {
    this.#look();
  }

  protected override moved(): void {
    const about = `${this.context.case} ${this.context.msisdn}`;
    if (about === this.#about) return;
    const isSameCase = this.context.case !== null && this.#about?.startsWith(`${this.context.case} `);
    this.#about = about;
    this.ofCase = this.ofLine = null;
    if (isSameCase && this.chosen !== null) keep(this.#place, { about, order: this.chosen }); // its number is known by now
    const before = kept<{ about: string; order: number } | null>(this.#place, null);
    this.chosen = before?.about === about ? before.order : null;
    this.#look();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has("order")) this.#look();
  }

  get #place(): string {
    return `order ${this.group}`;
  }

  /** The order that is to be shown. */
  get #wanted(): number | null {
    return this.order ?? this.chosen;
  }

  /** Show an order. */
  open(order: number): void {
    this.chosen = order;
    keep(this.#place, { about: this.#about, order });
    this.#look();
    this.emit("order-opened", { order });
    void this.updateComplete.then(() => this.heading?.focus());
  }

  /** Back to the orders of the case and of the number. */
  close(): void {
    this.chosen = null;
    keep(this.#place, undefined);
    this.#look();
    void this.updateComplete.then(() => this.heading?.focus());
  }

  // Nothing is asked for, and no stream is open, while the orders are not seen

  #seen(visible: boolean): void {
    if (visible === this.#visible) return;
    this.#visible = visible;
    this.#look();
  }

  #look(): void {
    if (!this.#visible || !may(this.me, "orders:read")) {
      this.#stopFollowing();
      return;
    }
    const wanted = this.#wanted;
    if (wanted === null) {
      this.#leave();
      void this.#list();
    } else if (wanted !== this.#followed) this.#follow(wanted);
  }

  #caseChanged(): void {
    if (this.#visible && this.#wanted === null && this.#told !== this.#steps) void this.#list();
  }

  get #told(): number {
    return this.#desk.steps.filter(({ what }) => what === "order").length;
  }

  async #list(): Promise<void> {
    this.#listing.abort();
    const { signal } = (this.#listing = new AbortController());
    const { case: picked, msisdn } = this.context;
    this.#steps = this.#told;
    try {
      const [ofCase, ofLine] = await Promise.all([
        picked === null ? [] : this.client.get<OrderSummary[]>(`/v1/cases/${picked}/orders`, signal),
        msisdn === null ? [] : this.#ordersOf(msisdn, signal),
      ]);
      if (signal.aborted) return;
      this.ofCase = [...ofCase].sort((one, other) => other.id - one.id);
      this.ofLine = ofLine.filter(({ id }) => !ofCase.some((each) => each.id === id));
      this.problem = "";
    } catch (problem) {
      if (!signal.aborted) this.problem = this.inWords(problem);
    }
  }

  async #ordersOf(line: string, signal: AbortSignal): Promise<OrderSummary[]> {
    return (await this.client.get<{ items: OrderSummary[] }>(`/v1/orders?line=${line}`, signal)).items;
  }

  // One order

  #stopFollowing(): void {
    this.#following.abort();
    this.#followed = null;
  }

  #leave(): void {
    this.#stopFollowing();
    this.shown = this.drawn = null;
    this.entries = [];
    this.sending = false;
    this.acting = this.problem = this.refused = "";
  }

  #follow(id: number): void {
    if (this.shown?.id !== id) this.#leave();
    this.#stopFollowing();
    const following = (this.#following = new AbortController());
    this.#followed = id;
    void follow(
      this.client,
      `${pathOf(id)}/events`,
      ({ event, data }) => {
        if (event === "order") void this.#show(JSON.parse(data) as OrderRead, following.signal);
        else if (event === "end") following.abort();
        else if (event === "problem") this.problem = new Problem(JSON.parse(data)).message;
      },
      following.signal,
      (problem) => {
        this.problem = this.inWords(problem);
      },
    );
  }

  async #show(order: OrderRead, signal: AbortSignal): Promise<void> {
    if (this.shown && order.version < this.shown.version) return;
    const before = this.shown?.state;
    this.shown = order;
    this.problem = "";
    if (before === undefined) this.#goOn(order.id);
    if (before !== undefined && before !== order.state)
      this.announce(`${this.w.order(order.id)}: ${this.#inState(order.state)}`);
    const isStale = () => this.shown?.id !== order.id || this.shown.version > order.version;
    try {
      const [drawn, entries] = await Promise.all([
        this.client.get<Drawn>(`${pathOf(order.id)}/drawing`),
        this.client.get<Entry[]>(`${pathOf(order.id)}/timeline`),
      ]);
      if (isStale()) return;
      this.entries = entries;
      const { xml, at: waiting, passed, failed } = drawn;
      this.drawn = { xml, marks: { waiting, passed, failed } };
    } catch (problem) {
      if (!signal.aborted) this.problem = this.inWords(problem);
    }
  }

  // What people do about it

  /** Go on with what somebody was about to ask for when the order was left, or the page. */
  #goOn(id: number): void {
    const draft = kept<Draft>(`${DRAFT} ${id}`, {});
    const acting = draft.amend ? "amend" : draft.cancel ? "cancel" : null;
    if (acting) this.#open(acting, draft);
  }

  #act(acting: "amend" | "cancel"): void {
    this.#open(acting, {});
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(".acting :is(input, textarea)")?.focus(),
    );
  }

  #open(acting: "amend" | "cancel", draft: Draft): void {
    this.acting = acting;
    this.#draft = draft;
    this.refused = "";
    if (acting === "amend" && !this.products.length)
      this.client.get<Product[]>("/v1/order-catalogue").then(
        (products) => {
          this.products = products;
        },
        () => undefined, // what the items were given can be amended all the same
      );
  }

  #typed = ({ amend, cancel }: Draft): void => {
    const isThere = cancel || Object.keys(amend ?? {}).length > 0;
    if (this.shown) keepLately(DRAFT, String(this.shown.id), isThere ? { amend, cancel } : undefined, MOST_DRAFTS);
  };

  #leaveIt(): void {
    this.#typed({});
    this.acting = this.refused = "";
    void this.updateComplete.then(() => this.heading?.focus());
  }

  #amend(asked: Amended): void {
    if (!Object.keys(asked).length) this.refused = this.w.nothingChanged;
    else void this.#send("amend", asked, "order-amended");
  }

  async #send(what: string, body: object, told?: string): Promise<void> {
    const { shown } = this;
    if (!shown || this.sending) return;
    this.sending = true;
    this.refused = "";
    try {
      const order = await this.client.post<OrderRead>(`${pathOf(shown.id)}/${what}`, body);
      this.sending = false;
      if (this.shown?.id !== order.id) return;
      void this.#show(order, this.#following.signal);
      if (told) {
        this.emit(told, { order: order.id });
        this.#leaveIt();
      }
    } catch (problem) {
      this.sending = false;
      this.refused = this.inWords(problem);
    }
  }

  // What is shown

  protected override view(): TemplateResult {
    const { t, w } = this;
    if (this.me && !may(this.me, "orders:read")) return html`<p class="empty">${t.notAllowed("orders:read")}</p>`;
    const wanted = this.#wanted;
    return html`<div class="head" part="head">
        <h2 tabindex="-1">${wanted === null ? w.orders : w.order(wanted)}</h2>
        ${this.chosen !== null && this.order === null ? html`<button type="button" class="quiet" @click=${() => this.close()}>${w.all}</button>` : nothing}
      </div>
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${w.orders}>
        ${this.problem ? html`<p class="empty problem" role="alert">${this.problem}</p>` : nothing}
        ${wanted === null ? this.#lists() : this.shown ? this.#order(this.shown) : this.problem ? nothing : html`<p class="empty">${w.looking}</p>`}
      </div>`;
  }

  #lists(): TemplateResult | typeof nothing {
    const { w, ofCase, ofLine } = this;
    if (this.context.case === null && this.context.msisdn === null) return html`<p class="empty">${w.none}</p>`;
    if (ofCase === null || ofLine === null) return this.problem ? nothing : html`<p class="empty">${w.looking}</p>`;
    if (!ofCase.length && !ofLine.length) return html`<p class="empty">${w.noOrders}</p>`;
    const list = (title: string, orders: OrderSummary[]) =>
      orders.length
        ? html`<section><h3>${title}</h3><ul class="list">${orders.map((each) => html`<li>${this.#row(each)}</li>`)}</ul></section>`
        : nothing;
    return html`<div class="body">${list(w.ofCase, ofCase)}${list(w.ofLine, ofLine)}</div>`;
  }

  #row(order: OrderSummary): TemplateResult {
    const { w, format } = this;
    return html`<button type="button" class="row-order" part="order" data-order=${order.id} @click=${() => this.open(order.id)}>
      <b lang="en">${order.title}</b>${this.#tag(order.state)}
      <span class="trail">${w.order(order.id)} · ${w.taken(format.clock(order.captured_at))}</span>
    </button>`;
  }

  #inState(state: string): string {
    return this.w.state[state] ?? words(state);
  }

  #tag(state: OrderState): TemplateResult {
    return html`<span class="tag" data-tone=${TONES[state] ?? nothing} data-state=${state}>${this.#inState(state)}</span>`;
  }

  #order(order: OrderRead): TemplateResult {
    const { w, format } = this;
    const about = [
      order.line && `+${order.line}`,
      order.place,
      w.priority[order.priority],
      order.promised_at && w.promised(format.clock(order.promised_at)),
      w.taken(format.clock(order.captured_at)),
    ];
    const waits = order.awaited.filter(({ message, kind }) => message || kind === "userTask");
    // the reason why it waits is said of what waits
    const isSaid = order.faults.length > 0 || order.items.some(({ reasons }) => reasons.length);
    return html`<div class="body">
      <div>
        <p class="title" lang="en">${order.title}</p>
        <p class="about">${this.#tag(order.state)}<span class="trail">${about.filter(Boolean).join(" · ")}</span></p>
        ${order.reason && !isSaid ? html`<p class="why" lang="en">${order.reason}</p>` : nothing}
        ${order.description ? html`<p class="why">${order.description}</p>` : nothing}
      </div>
      ${this.#ways(order)}
      <section><h3>${w.items}</h3><ul class="lines items">${order.items.map((item) => this.#item(item))}</ul></section>
      ${waits.length ? html`<section><h3>${w.waits}</h3><ul class="lines waits">${waits.map((each) => this.#awaited(each))}</ul></section>` : nothing}
      ${order.faults.length ? html`<section><h3>${w.faults}</h3><ul class="lines faults">${order.faults.map((each) => this.#fault(each))}</ul></section>` : nothing}
      ${this.#process()}
      <details>
        <summary>${w.timeline}</summary>
        <ol class="timeline">${this.entries.map((entry) => this.#entry(entry))}</ol>
      </details>
    </div>`;
  }

  #process(): TemplateResult | typeof nothing {
    const { w, drawn } = this;
    if (!drawn?.xml) return nothing; // it has not begun
    const { xml, marks } = drawn;
    return html`<section><h3>${w.process}</h3><t2r-process .xml=${xml} .marks=${marks} .texts=${w}></t2r-process></section>`;
  }

  #ways(order: OrderRead): TemplateResult | typeof nothing {
    const { w } = this;
    if (!isOpen(order) || !may(this.me, "orders:write")) return nothing;
    const asked = {
      w,
      order,
      products: this.products,
      sending: this.sending,
      refused: this.refused,
      draft: this.#draft,
      typed: this.#typed,
    };
    const leave = () => this.#leaveIt();
    if (this.acting === "amend") return amendForm(asked, (changes) => this.#amend(changes), leave);
    if (this.acting === "cancel")
      return cancelForm(asked, (reason) => void this.#send("cancel", { reason }, "order-cancelled"), leave);
    return html`<div class="row">
      <button type="button" class="secondary" @click=${() => this.#act("amend")}>${w.amend}</button>
      <button type="button" class="quiet" @click=${() => this.#act("cancel")}>${w.cancel}</button>
      <p class="problem" role="alert">${this.refused}</p>
    </div>`;
  }

  #item({ title, action, state: standing, parent, reasons }: Item): TemplateResult {
    return html`<li class=${parent ? "part" : ""}>
      <span class="what"><span lang="en">${title}</span> <span class="trail">${this.w.action[action]}</span></span>${this.#tag(standing)}
      ${reasons.map(({ reason }) => html`<p class="why" lang="en">${reason}</p>`)}
    </li>`;
  }

  #awaited({ item, name, due }: Awaited): TemplateResult {
    const { w, format } = this;
    const about = [item && w.item(item), due && w.until(format.clock(due))].filter(Boolean).join(" · ");
    return html`<li><span class="what"><span lang="en">${name}</span> <span class="trail">${about}</span></span></li>`;
  }

  #fault({ step, item, node, error, state: standing, retry_at: again }: Fault): TemplateResult {
    const { w, format } = this;
    const about = [item && w.item(item), again && w.again(format.clock(again))].filter(Boolean).join(" · ");
    const mayRetry = ["failed", "stuck"].includes(standing) && may(this.me, "orders:write");
    return html`<li>
      <span class="what"><span lang="en">${titled(node)}</span> <span class="trail">${about}</span></span>
      ${mayRetry ? html`<button type="button" class="secondary" ?disabled=${this.sending} @click=${() => void this.#send("retry", { step })}>${w.retry}</button>` : nothing}
      <p class="why" lang="en">${faultInWords(error)}</p>
    </li>`;
  }

  #entry({ at, by, what, item, node, state: standing, reason }: Entry): TemplateResult {
    const { w, format } = this;
    const said =
      what === "step"
        ? html`<span lang="en">${titled(node ?? "")}: ${words(standing)}</span>`
        : what === "state"
          ? this.#inState(standing)
          : html`<span lang="en">${titled(what)}</span>`;
    return html`<li>
      <time datetime=${at} title=${format.whole(at)}>${format.clock(at)}</time>
      <div>${item ? `${w.item(item)} · ` : nothing}${said}
        <span class="trail">${by === "t2r" ? nothing : by} <span lang="en">${reason}</span></span></div>
    </li>`;
  }
}

const pathOf = (id: number): string => `/v1/orders/${id}`;
