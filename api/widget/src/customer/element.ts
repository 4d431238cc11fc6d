// `<t2r-customer>`: who the customer is, masked until they have shown it; their record, cases and contacts, how they stand, and changes.

import { html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import type { Contact } from "../calls/api.js";
import { type CallDesk, callsOf } from "../calls/desk.js";
import { type CaseSummary, may } from "../core/api.js";
import { Problem } from "../core/client.js";
import { T2rElement } from "../core/element.js";
import { titled, words } from "../core/format.js";
import { theme } from "../core/theme.js";
import type { ChangeRead, CustomerRead, Leaving, Offer, Retention, Termination, Verification } from "./api.js";
import { changeForm, type Draft, shown } from "./changing.js";
import { type Ending, endedCard, endingCard } from "./ending.js";
import { changesOf, characteristic, copyOf, inOneLine, kindOf, LINE } from "./record.js";
import { loyaltyCard, offersCard, riskCard } from "./retention.js";
import { customerStyles } from "./styles.js";
import type { CustomerTexts } from "./texts.en.js";
import { texts } from "./texts.js";
import { verificationCard } from "./verification.js";

const LEFT = "terminated";
const OPEN = ["acknowledged", "inProgress", "pending", "held", "resolved"];
const MOST_CONTACTS = 5;
const LOOK_AGAIN = 600_000; // ms after which a verified record is read anew: a verification does not last for ever

export class T2rCustomer extends T2rElement {
  static override styles = [theme, customerStyles];

  @state() private found: CustomerRead[] | null = null;
  @state() private shown: CustomerRead | null = null;
  @state() private cases: CaseSummary[] | null = null;
  @state() private contacts: Contact[] | null = null;
  @state() private retention: Retention | null = null;
  @state() private history: ChangeRead[] | null = null;
  @state() private verification: Verification | null = null;
  @state() private wrong = false;
  @state() private busy = false;
  @state() private problem = "";
  @state() private verifyProblem = "";
  @state() private draft: Draft | null = null;
  @state() private refused: Problem | null = null;
  @state() private ending: Ending | null = null;
  @state() private ended: Termination | null = null;
  @state() private endProblem = "";

  #desk!: CallDesk;
  #line: string | null = null;
  #looking = new AbortController();
  #interaction: number | null = null; // the contact that the record was read in
  #again: ReturnType<typeof setTimeout> | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    const { signal } = this.leaving;
    this.#desk = callsOf(this.client, this.context);
    this.#desk.addEventListener("change", () => this.#contactChanged(), { signal });
    this.#desk.use(signal);
    signal.addEventListener("abort", () => this.#forget());
  }

  private get w(): CustomerTexts {
    return texts.of(this.speaks, () => this.requestUpdate());
  }

  /** Go to the verification, where there is one to be made. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>("#verify-title, h2[tabindex]")?.focus();
  }

  protected override identified(): void {
    this.moved();
  }

  protected override moved(): void {
    const line = may(this.me, "customers:read") ? this.context.msisdn : null;
    if (line === this.#line) return;
    this.#forget();
    this.#line = line;
    if (line) void this.#search({ line });
  }

  #forget(): void {
    this.#looking.abort();
    this.#looking = new AbortController();
    if (this.#again) clearTimeout(this.#again);
    this.#again = this.#interaction = this.#line = null;
    this.found = this.shown = this.cases = this.contacts = this.retention = this.history = null;
    this.verification = this.draft = this.refused = this.ending = this.ended = null;
    this.problem = this.verifyProblem = this.endProblem = "";
    this.wrong = this.busy = false;
  }

  // Reading

  async #search(by: Record<string, string>): Promise<void> {
    const { signal } = this.#looking;
    await this.#try(async () => {
      const found = await this.client.get<CustomerRead[]>(`/v1/customers?${new URLSearchParams(by)}`, signal);
      if (signal.aborted) return;
      this.found = found;
      const [only] = found;
      if (only && found.length === 1) await this.#choose(only.id);
      if (!found.length) this.announce(this.w.noneFound);
    });
  }

  async #choose(id: string): Promise<void> {
    await this.#read(id);
    if (this.shown)
      this.announce(
        `${this.w.customer}: ${this.shown.record.name ?? id}. ${this.shown.verified ? this.w.verified : this.w.notVerified}`,
      );
    await Promise.all([this.#readAround(), this.#readRetention(id), this.#readEnd(id)]);
  }

  /** The record as far as the contact that goes on may see it. */
  async #read(id: string): Promise<void> {
    const { signal } = this.#looking;
    const interaction = this.#contact();
    const asked = interaction === null ? "" : `?interaction=${interaction}&why=desk`;
    await this.#try(async () => {
      const shown = await this.client.get<CustomerRead>(`/v1/customers/${encodeURIComponent(id)}${asked}`, signal);
      if (signal.aborted) return;
      this.shown = shown;
      this.#interaction = interaction;
      if (!shown.verified) this.draft = this.refused = this.ending = null;
      this.#desk.verified(interaction, shown.verified);
      if (this.#again) clearTimeout(this.#again);
      this.#again = shown.verified ? setTimeout(() => void this.#read(id), LOOK_AGAIN) : null;
      if (this.#contact() !== interaction) await this.#read(id); // the call came, or went, while the answer was on its way
    });
  }

  async #readAround(): Promise<void> {
    const { signal } = this.#looking;
    const line = this.#line;
    if (!line || !may(this.me, "cases:read")) return;
    const asked = new URLSearchParams([
      ...OPEN.map((status): [string, string] => ["status", status]),
      ["msisdn", line],
      ["limit", "20"],
    ]);
    const [cases, contacts] = await Promise.all([
      this.client.get<{ items: CaseSummary[] }>(`/v1/cases?${asked}`, signal).catch(() => null),
      this.client
        .get<{ items: Contact[] }>(`/v1/interactions?msisdn=${encodeURIComponent(line)}&limit=${MOST_CONTACTS}`, signal)
        .catch(() => null),
    ]);
    if (signal.aborted) return;
    this.cases = cases?.items ?? null;
    this.contacts = contacts?.items ?? null;
  }

  async #readRetention(id: string): Promise<void> {
    const { signal } = this.#looking;
    const found = await this.client
      .get<Retention>(`/v1/customers/${encodeURIComponent(id)}/retention`, signal)
      .catch(() => null);
    if (!signal.aborted) this.retention = found;
  }

  /** How the contract ended, where it has. */
  async #readEnd(id: string): Promise<void> {
    const { signal } = this.#looking;
    if (this.shown?.status !== LEFT) return;
    const ended = await this.client
      .get<Termination>(`/v1/customers/${encodeURIComponent(id)}/termination`, signal)
      .catch(() => null); // it ended elsewhere
    if (!signal.aborted) this.ended = ended;
  }

  async #readHistory(): Promise<void> {
    const { shown } = this;
    if (!shown) return;
    const asked = this.#interaction === null ? "" : `?interaction=${this.#interaction}`;
    await this.#try(async () => {
      this.history = await this.client.get<ChangeRead[]>(
        `/v1/customers/${encodeURIComponent(shown.id)}/history${asked}`,
        this.#looking.signal,
      );
    });
  }

  #contact(): number | null {
    return this.#desk.of(this.#line)?.pop.interaction ?? null;
  }

  #contactChanged(): void {
    this.requestUpdate();
    const { shown } = this;
    if (!shown || this.#contact() === this.#interaction) return;
    this.verification = null;
    this.history = null;
    void this.#read(shown.id);
    if (this.retention === null) void this.#readRetention(shown.id); // a widget's token may be let in by the contact
  }

  /** Do something; what goes wrong is shown above all. */
  async #try(act: () => Promise<void>): Promise<void> {
    this.problem = "";
    const { signal } = this.#looking;
    try {
      await act();
    } catch (problem) {
      if (!signal.aborted) this.problem = this.inWords(problem);
    }
  }

  // Verifying

  async #verify(act: () => Promise<void>): Promise<void> {
    const { signal } = this.#looking;
    this.busy = true;
    this.verifyProblem = "";
    try {
      await act();
    } catch (problem) {
      if (!signal.aborted) this.verifyProblem = this.inWords(problem);
    }
    this.busy = false;
  }

  #beginContact(): void {
    const line = this.#line;
    if (line)
      void this.#verify(async () => {
        await this.#desk.begin(line);
      });
  }

  #beginVerification(method: Verification["method"]): void {
    const { shown } = this;
    const interaction = this.#contact();
    if (!shown || interaction === null) return;
    void this.#verify(async () => {
      this.verification = await this.client.post<Verification>(
        `/v1/customers/${encodeURIComponent(shown.id)}/verifications`,
        { interaction, method },
      );
      this.wrong = false;
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>(".verify input")?.focus();
    });
  }

  #answer(given: { code: string } | { answers: Record<string, string> }): void {
    const { verification: before, shown } = this;
    if (!before || !shown) return;
    void this.#verify(async () => {
      const after = await this.client.post<Verification>(`/v1/verifications/${before.id}`, given);
      this.verification = { ...after, sent_to: before.sent_to, questions: before.questions };
      this.wrong = after.verdict === "pending";
      if (after.verdict !== "passed") {
        this.announce(`${this.w.wrong} ${this.wrong ? this.w.left(after.attempts_left) : ""}`);
        return;
      }
      this.history = null;
      await this.#read(shown.id);
      this.announce(this.w.passed);
      this.emit("customer-verified", { customer: shown.id, interaction: before.interaction });
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>("h2[tabindex]")?.focus();
    });
  }

  // Changing

  #change(): void {
    const { shown } = this;
    if (!shown) return;
    this.draft = { ...copyOf(shown.record), why: "" };
    this.refused = null;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(".change input")?.focus());
  }

  async #save(version: number): Promise<void> {
    const { shown, draft } = this;
    if (!shown || !draft || this.busy) return;
    const changes = changesOf(shown.record, draft.name, draft.media);
    if (!Object.keys(changes).length) {
      this.draft = null;
      this.announce(this.w.nothingChanged);
      return;
    }
    this.busy = true;
    this.refused = null;
    try {
      const body = { changes, why: draft.why.trim(), interaction: this.#interaction, version };
      this.shown = await this.client
        .send("PATCH", `/v1/customers/${encodeURIComponent(shown.id)}`, { body })
        .then((response) => response.json() as Promise<CustomerRead>);
      this.draft = this.history = null;
      this.announce(this.w.savedChange);
      this.emit("customer-changed", { customer: shown.id, fields: Object.keys(changes) });
    } catch (problem) {
      this.refused = problem instanceof Problem ? problem : new Problem({ detail: String(problem) });
      if (this.refused.status === 403) await this.#read(shown.id); // the verification is over
    }
    this.busy = false;
  }

  /** Save what was wished for over what stands there now. */
  async #saveAnyway(): Promise<void> {
    const { shown, draft } = this;
    if (!shown || !draft) return;
    const { name, media } = draft;
    const mine = changesOf(shown.record, name, media);
    await this.#read(shown.id);
    if (!this.shown || !this.draft) return;
    const now = copyOf(this.shown.record);
    this.draft = {
      ...draft,
      name: "name" in mine ? name : now.name,
      media: "contactMedium" in mine ? media : now.media,
    };
    await this.#save(this.shown.version);
  }

  #make(code: string, why: string): void {
    const { shown } = this;
    if (!shown) return;
    void this.#try(async () => {
      await this.client.post(`/v1/customers/${encodeURIComponent(shown.id)}/offers`, { code, why });
      await this.#readRetention(shown.id);
      this.emit("offer-made", { customer: shown.id, code });
    });
  }

  #answerOffer(offer: Offer, accepted: boolean): void {
    const { shown } = this;
    if (!shown) return;
    void this.#try(async () => {
      await this.client.post(`/v1/offers/${offer.id}`, {
        accepted,
        ...(accepted && { interaction: this.#interaction }),
      });
      await this.#readRetention(shown.id);
      this.emit("offer-answered", { customer: shown.id, code: offer.code, accepted });
    });
  }

  // Ending

  /** Do a step towards the end; what goes wrong is said where it is, beside what stands now. */
  async #endStep(act: (customer: CustomerRead) => Promise<void>): Promise<void> {
    const { shown } = this;
    const { signal } = this.#looking;
    if (!shown || this.busy) return;
    this.busy = true;
    this.endProblem = "";
    try {
      await act(shown);
    } catch (problem) {
      if (!signal.aborted) {
        this.endProblem = this.inWords(problem);
        if (problem instanceof Problem && [403, 409].includes(problem.status)) {
          await this.#read(shown.id); // the verification is over, or somebody else was here
          await this.#readEnd(shown.id);
          if (this.ending) await this.#lookAtEnd(shown.id, this.ending.reason).catch(() => undefined);
        }
      }
    }
    this.busy = false;
  }

  /** What the end would mean as things stand. */
  async #lookAtEnd(id: string, reason: string): Promise<void> {
    const { signal } = this.#looking;
    const leaving = await this.client.get<Leaving>(`/v1/customers/${encodeURIComponent(id)}/leaving`, signal);
    this.ending = { leaving, reason, confirming: false };
  }

  #beginEnding(): void {
    void this.#endStep(async ({ id }) => {
      await this.#lookAtEnd(id, "");
      await this.#focusOn("[name=reason]");
    });
  }

  #makeLast(code: string, why: string): void {
    void this.#endStep(async ({ id }) => {
      await this.client.post(`/v1/customers/${encodeURIComponent(id)}/offers`, { code, why });
      await Promise.all([this.#readRetention(id), this.#lookAtEnd(id, this.ending?.reason ?? "")]);
      this.emit("offer-made", { customer: id, code });
      await this.#focusOn("#ending-title");
    });
  }

  #answerLast({ id: offer, code }: Offer, accepted: boolean): void {
    void this.#endStep(async ({ id }) => {
      const said = { accepted, ...(accepted && { interaction: this.#interaction }) };
      await this.client.post(`/v1/offers/${offer}`, said);
      this.emit("offer-answered", { customer: id, code, accepted });
      await this.#readRetention(id);
      if (accepted) {
        this.ending = null;
        this.announce(this.w.stays);
      } else await this.#lookAtEnd(id, this.ending?.reason ?? "");
      await this.#focusOn("#ending-title");
    });
  }

  #confirmEnd(wanted: boolean): void {
    if (!this.ending) return;
    this.ending = { ...this.ending, confirming: wanted };
    this.endProblem = "";
    void this.#focusOn(wanted ? "#confirm-title" : "[name=reason]");
  }

  #end(): void {
    const { ending } = this;
    if (!ending) return;
    void this.#endStep(async ({ id, version }) => {
      const body = { reason: ending.reason, interaction: this.#interaction, version };
      const ended = await this.client.post<Termination>(`/v1/customers/${encodeURIComponent(id)}/termination`, body);
      this.ending = this.draft = this.history = null;
      this.announce(this.w.wasEnded);
      this.emit("customer-left", { customer: id, reason: ended.reason, order: ended.order ?? null });
      await Promise.all([this.#read(id), this.#readRetention(id)]);
      this.ended = ended;
      await this.#focusOn("#ended-title");
    });
  }

  async #focusOn(selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  #reward(points: number, reason: string): void {
    const { shown } = this;
    if (!shown) return;
    void this.#try(async () => {
      await this.client.post(`/v1/customers/${encodeURIComponent(shown.id)}/loyalty`, { points, reason });
      await this.#readRetention(shown.id);
    });
  }

  // What is shown

  protected override view(): TemplateResult {
    const { w, t } = this;
    if (this.me && !may(this.me, "customers:read")) return html`<p class="empty">${t.notAllowed("customers:read")}</p>`;
    return html`${this.plain ? nothing : html`<t2r-calls plain .baseUrl=${this.baseUrl} .group=${this.group}></t2r-calls>`}
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${w.customer}>
        ${this.#find()}
        ${this.problem ? html`<p class="empty problem" role="alert">${this.problem}</p>` : nothing}
        ${this.shown ? this.#customer(this.shown) : this.#choice()}
      </div>`;
  }

  #find(): TemplateResult {
    const { w, t } = this;
    const find = (event: Event) => {
      event.preventDefault();
      const given = String(new FormData(event.target as HTMLFormElement).get("who")).trim();
      if (!given) return;
      (event.target as HTMLFormElement).reset();
      if (/^[+\d][\d ()-]{5,}$/.test(given)) {
        this.context.pick({ msisdn: given });
        return;
      }
      this.#forget();
      this.#line = this.context.msisdn; // stays as it is: somebody is looked up beside it
      void this.#search(given.includes("@") ? { email: given } : { party: given });
    };
    return html`<form class="find" role="search" @submit=${find}>
      <input name="who" maxlength="320" autocomplete="off" aria-label=${w.find} placeholder=${w.findBy} />
      <button class="secondary">${t.search}</button>
    </form>`;
  }

  #choice(): TemplateResult {
    const { w } = this;
    if (this.found === null)
      return html`<p class="empty">${this.#line ? (this.problem ? nothing : w.looking) : w.none}</p>`;
    if (!this.found.length) return html`<p class="empty">${w.noneFound}</p>`;
    if (this.found.length === 1) return html`<p class="empty">${this.problem ? nothing : w.looking}</p>`;
    return html`<div class="body"><section class="card whole">
      <h3>${w.chooseOne}</h3>
      <ul>
        ${this.found.map(
          ({ id, record, status }) => html`<li><button type="button" class="pick" @click=${() => this.#choose(id)}>
            <b>${record.name ?? id}</b><span class="tag">${w.status[status] ?? titled(status)}</span>
          </button></li>`,
        )}
      </ul>
    </section></div>`;
  }

  #customer(customer: CustomerRead): TemplateResult {
    const { w, format, retention } = this;
    const mayChange = may(this.me, "customers:write");
    const ways = {
      mayChange,
      verified: customer.verified,
      make: (code: string, why: string) => this.#make(code, why),
      answer: (offer: Offer, accepted: boolean) => this.#answerOffer(offer, accepted),
      reward: (points: number, reason: string) => this.#reward(points, reason),
    };
    return html`<div class="body">
      <div class="whole">${this.#who(customer)}</div>
      <div class="column">
        ${!customer.verified && mayChange && this.#line ? this.#verificationCard() : nothing}
        ${this.#record(customer, mayChange)}
        ${retention ? riskCard(retention, w, format) : nothing}
      </div>
      <div class="column">
        ${this.#openCases()} ${this.#lastContacts()}
        ${retention ? html`${offersCard(retention, ways, w, format)}${loyaltyCard(retention, ways, w, format)}` : nothing}
        ${this.#endOf(customer, mayChange)}
        ${this.#changes(customer)}
      </div>
      ${customer.status_reason ? html`<p class="trail whole" lang="en">${customer.status_reason}</p>` : nothing}
    </div>`;
  }

  #who({ id, record, status, verified }: CustomerRead): TemplateResult {
    const { w, format } = this;
    const name = record.name ?? id;
    const since = record.validFor?.startDateTime;
    const about = [this.#line && `+${this.#line}`, since && w.since(format.day(since))];
    return html`<div class="who" part="who">
      <span class="face" aria-hidden="true">${initials(name)}</span>
      <h2 tabindex="-1">${name}</h2>
      <p class="row">
        <span class="tag" data-tone=${verified ? "good" : "warn"}>${verified ? w.verified : w.notVerified}</span>
        <span class="tag">${w.status[status] ?? titled(status)}</span>
        ${characteristic(record, "simulated") === true ? html`<span class="tag">${w.simulated}</span>` : nothing}
        <span class="trail">${about.filter(Boolean).join(" · ")}</span>
      </p>
    </div>`;
  }

  #verificationCard(): TemplateResult {
    return verificationCard(
      {
        interaction: this.#contact(),
        now: this.verification,
        wrong: this.wrong,
        busy: this.busy,
        problem: this.verifyProblem,
        beginContact: () => this.#beginContact(),
        begin: (method) => this.#beginVerification(method),
        answer: (given) => this.#answer(given),
      },
      this.w,
      this.format,
    );
  }

  #record(customer: CustomerRead, mayChange: boolean): TemplateResult {
    const { w, t, format } = this;
    const { record, verified, version } = customer;
    if (this.draft) {
      return html`<section class="card" part="record" aria-labelledby="record-title">
        <h3 id="record-title">${w.record}</h3>
        ${changeForm(
          {
            draft: this.draft,
            problem: this.refused,
            busy: this.busy,
            touched: () => this.requestUpdate(),
            save: () => void this.#save(customer.version),
            cancel: () => {
              this.draft = null;
            },
            saveAnyway: () => void this.#saveAnyway(),
            leaveTheirs: () => {
              this.draft = this.refused = null;
              void this.#read(customer.id);
            },
          },
          this.refused ? this.inWords(this.refused) : "",
          w,
          t,
        )}
      </section>`;
    }
    const fact = (name: string, value: string, more = "") =>
      html`<dt>${name}</dt><dd class=${value.includes("•") ? "masked" : nothing}>${value}${more ? html` <span class="trail">${more}</span>` : nothing}</dd>`;
    const listed = (record.characteristic ?? []).filter(({ name }) => name !== "simulated" && name !== LINE);
    return html`<section class="card" part="record" aria-labelledby="record-title">
      <div class="title">
        <h3 id="record-title">${w.record} <span class="trail">${w.version(format.number(version))}</span></h3>
        ${verified && mayChange ? html`<button type="button" class="secondary" @click=${() => this.#change()}>${w.change}</button>` : nothing}
      </div>
      <dl class="facts">
        ${(record.contactMedium ?? []).map((medium) => fact(w.medium[kindOf(medium)], inOneLine(medium), medium.preferred ? w.preferred : ""))}
        ${listed.map(({ name, value }) => fact(w.fields[name] ?? titled(name), this.#value(value)))}
        ${(record.account ?? []).map(({ id, name }) => fact(w.account, name ?? id))}
      </dl>
    </section>`;
  }

  /** A characteristic as people write it. */
  #value(value: unknown): string {
    if (typeof value === "number") return this.format.number(value, 2);
    const text = shown(value);
    return /^\d{4}-\d\d-\d\d$/.test(text) ? this.format.day(text) : text;
  }

  #openCases(): TemplateResult | typeof nothing {
    const { w, t, format, cases } = this;
    if (cases === null) return nothing;
    return html`<section class="card" part="cases" aria-labelledby="cases-title">
      <h3 id="cases-title">${w.openCases}</h3>
      ${cases.length ? nothing : html`<p class="trail">${w.noOpenCases}</p>`}
      <ul>
        ${cases.map(
          ({
            id,
            words: said,
            status,
            updated_at,
            owner,
            queue,
          }) => html`<li><button type="button" class="pick" data-case=${id} @click=${() => this.context.pick({ case: id })}>
            <b>${said}</b><span class="tag">${t.status[status]}</span>
            <span class="trail">${[`#${id}`, owner ?? queue, format.clock(updated_at)].filter(Boolean).join(" · ")}</span>
          </button></li>`,
        )}
      </ul>
    </section>`;
  }

  #lastContacts(): TemplateResult | typeof nothing {
    const { w, format, contacts } = this;
    if (contacts === null) return nothing;
    return html`<section class="card" part="contacts" aria-labelledby="contacts-title">
      <h3 id="contacts-title">${w.lastContacts}</h3>
      ${contacts.length ? nothing : html`<p class="trail">${w.noContacts}</p>`}
      <ul>
        ${contacts.map(
          ({ channel, started_at, reason, description, status, agent }) => html`<li>
            ${description || reason} <span class="trail">${[format.clock(started_at), words(channel), agent, status === "inProgress" && w.goesOn].filter(Boolean).join(" · ")}</span>
          </li>`,
        )}
      </ul>
    </section>`;
  }

  #endOf({ status, verified }: CustomerRead, mayChange: boolean): TemplateResult | typeof nothing {
    const { w, t, format, ended } = this;
    if (ended) return endedCard(ended, this.client.base, this.plain, w, format);
    if (status === LEFT || !mayChange) return nothing;
    const ways = {
      now: this.ending,
      verified,
      busy: this.busy,
      problem: this.endProblem,
      offers: this.retention?.offers ?? [],
      begin: () => this.#beginEnding(),
      choose: (reason: string) => {
        if (this.ending) this.ending = { ...this.ending, reason };
      },
      make: (code: string, why: string) => this.#makeLast(code, why),
      answer: (offer: Offer, accepted: boolean) => this.#answerLast(offer, accepted),
      confirm: (wanted: boolean) => this.#confirmEnd(wanted),
      end: () => this.#end(),
      cancel: () => {
        this.ending = null;
        this.endProblem = "";
      },
    };
    return endingCard(ways, w, t, format);
  }

  #changes(customer: CustomerRead): TemplateResult {
    const { w, format, history } = this;
    const open = (event: Event) =>
      (event.target as HTMLDetailsElement).open && history === null && void this.#readHistory();
    return html`<details class="card" part="history" @toggle=${open} ?open=${history !== null}>
      <summary>${w.history}</summary>
      ${history === null ? html`<p class="trail">${w.looking}</p>` : history.length ? nothing : html`<p class="trail">${w.noHistory}</p>`}
      ${history?.length && !customer.verified ? html`<p class="trail">${w.hidden}</p>` : nothing}
      <ol class="changes">
        ${(history ?? []).map(
          ({ at, by, why, field, old, new: after }) => html`<li>
            <b lang="en">${titled(field)}</b> <span lang="en">${shown(old)} → ${shown(after)}</span>
            <p class="trail">${[format.clock(at), by, why].filter(Boolean).join(" · ")}</p>
          </li>`,
        )}
      </ol>
    </details>`;
  }
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter((word) => /^\p{L}/u.test(word))
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
