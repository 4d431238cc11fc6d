// `<t2r-flow>`: the case, what comes next, the questions with their answers, handing over and closing; and the list of cases.

import { html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { type CaseRead, type CaseSummary, type Codes, may, type Question } from "../core/api.js";
import { type CaseDesk, deskOf } from "../core/cases.js";
import { Problem } from "../core/client.js";
import { T2rElement } from "../core/element.js";
import { titled, words } from "../core/format.js";
import { keep, kept } from "../core/keep.js";
import { theme } from "../core/theme.js";
import { inputs, stepCard } from "./step.js";
import { flowStyles } from "./styles.js";
import { factInWords, sourceInWords, summaryOf, valueInWords } from "./words.js";

const OPEN = ["acknowledged", "inProgress", "pending", "held", "resolved"];
const OVER = new Set(["closed", "cancelled", "rejected"]);
const SIGNS = { next: "→", answered: "✓", stale: "↻", unknown: "?", open: "·" };
const TONES: Record<string, string> = { inProgress: "accent", pending: "warn", held: "warn", resolved: "good" };
const PAGE = 50;

export class T2rFlow extends T2rElement {
  static override styles = [theme, flowStyles];

  @state() private rows: CaseSummary[] | null = null;
  @state() private more: number | null = null;
  @state() private mine = false;
  @state() private problem = "";
  @state() private opening = false;
  @state() private correcting = ""; // the check whose correction is open
  @state() private confirming = false;
  @state() private codes: Codes | null = null;
  @state() private words = "";
  @state() private number = "";

  #desk!: CaseDesk;
  #key = crypto.randomUUID(); // the same click sent twice opens one case
  #shown: number | null = null;
  #step = ""; // the call of the step that is shown

  override connectedCallback(): void {
    super.connectedCallback();
    const { signal } = this.leaving;
    this.words = kept(`case words ${this.group}`, "");
    this.#desk = deskOf(this.client, this.context);
    this.#desk.addEventListener("change", () => this.#deskChanged(), { signal });
    this.#desk.use(signal);
  }

  // What a page may call

  /** Show a case. */
  open(id: number): void {
    this.context.pick({ case: id });
  }

  /** Put these words into the form for a new case. */
  propose(text: string): void {
    this.#type(text);
    this.context.pick({ case: null });
    void this.updateComplete.then(() => this.focus());
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>(".step-title, .begin textarea, h2")?.focus();
  }

  protected override moved(): void {
    this.number = this.context.msisdn ? `+${this.context.msisdn}` : "";
    if (this.context.case !== this.#shown) {
      this.#shown = this.context.case;
      this.problem = this.correcting = "";
      this.confirming = false;
      if (this.#shown === null && this.me) void this.#list();
    }
  }

  protected override identified(): void {
    if (this.context.case === null) void this.#list();
  }

  #deskChanged(): void {
    this.requestUpdate();
    const found = this.#desk.case;
    if (!found) return;
    if (!found.next && !this.codes) {
      this.client.codes().then(
        (codes) => {
          this.codes = codes;
        },
        () => undefined,
      );
    }
    const step = found.next?.call ?? found.done?.outcome ?? found.status;
    const key = `${found.id} ${step}`;
    if (key === this.#step) return;
    this.#step = key;
    this.confirming = false;
    this.announce(found.next ? this.t.nextAnnounced(found.next.title) : this.#outcome(found));
  }

  #outcome(found: CaseRead): string {
    const { done } = found;
    return done
      ? `${this.t.outcome[done.outcome] ?? titled(done.outcome)}. ${done.reason}`
      : this.t.status[found.status];
  }

  async #list(before: number | null = null): Promise<void> {
    const asked = new URLSearchParams(OPEN.map((status) => ["status", status]));
    asked.set("limit", String(PAGE));
    if (this.mine && this.me) asked.set("owner", this.me.name);
    if (before !== null) asked.set("before", String(before));
    try {
      const found = await this.client.get<{ items: CaseSummary[]; next: number | null }>(`/v1/cases?${asked}`);
      this.rows = before === null ? found.items : [...(this.rows ?? []), ...found.items];
      this.more = found.next;
      this.problem = "";
    } catch (problem) {
      this.problem = this.inWords(problem);
    }
  }

  #type(text: string): void {
    this.words = text;
    keep(`case words ${this.group}`, text || undefined);
  }

  async #begin(event: Event): Promise<void> {
    event.preventDefault();
    const text = this.words.trim();
    if (!text || this.opening) return;
    this.opening = true;
    this.problem = "";
    const number = this.number.trim();
    try {
      const body = { words: text, ...(number && { msisdn: number }) };
      const opened = await this.client.post<CaseRead>("/v1/cases", body, { headers: { "Idempotency-Key": this.#key } });
      this.#key = crypto.randomUUID();
      this.#type("");
      this.context.pick({ case: opened.id, ...(opened.msisdn && { msisdn: opened.msisdn }) });
      this.emit("case-opened", { case: opened.id });
      this.#focusStep = true;
    } catch (problem) {
      this.problem = this.inWords(problem);
      if (problem instanceof Problem && problem.isFinal) this.#key = crypto.randomUUID();
    }
    this.opening = false;
  }

  #focusStep = false;

  protected override updated(): void {
    if (!this.#focusStep) return;
    const title = this.renderRoot.querySelector<HTMLElement>(".step-title");
    if (!title || this.#desk.busy) return;
    this.#focusStep = false;
    title.focus({ preventScroll: true });
    title.scrollIntoView({ block: "nearest" });
  }

  /** What the customer of a resolved case says of it. The case is closed also where that cannot be kept. */
  async #rate(id: number, satisfaction: number): Promise<void> {
    const body = { answered: true, agrees: true, satisfaction };
    await this.client
      .post(`/v1/cases/${id}/contacts`, body)
      .catch((problem: unknown) => this.announce(this.inWords(problem)));
  }

  async #send(what: string, body?: Record<string, unknown>, event?: string): Promise<boolean> {
    if (this.#desk.busy) return false; // the same button twice
    this.problem = "";
    const found = await this.#desk.send(what, body);
    if (found instanceof Problem) {
      this.problem = found.status === 409 ? `${this.t.changedMeanwhile} ${found.message}` : this.inWords(found);
      return false;
    }
    this.correcting = "";
    this.confirming = false;
    this.#focusStep = true;
    this.requestUpdate();
    if (event) this.emit(event, { case: found.id, ...body });
    return true;
  }

  // What is shown

  protected override view(): TemplateResult {
    const { t } = this;
    const desk = this.#desk;
    if (this.me && !may(this.me, "cases:read")) return html`<p class="empty">${t.notAllowed("cases:read")}</p>`;
    if (this.context.case === null) return this.#cases();
    const found = desk.case;
    return html`
      <div class="head" part="head">
        <h2 tabindex="-1">${t.caseTitle(this.context.case)}</h2>
        <button type="button" class="quiet" @click=${() => this.context.pick({ case: null })}>${t.allCases}</button>
      </div>
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${t.flow} aria-busy=${desk.busy ? "true" : nothing}>
        ${
          desk.problem
            ? html`<div class="empty"><p class="problem" role="alert">${this.inWords(desk.problem)}</p>
                <button type="button" class="secondary" @click=${() => desk.again()}>${t.retry}</button></div>`
            : found
              ? this.#case(found)
              : html`<p class="empty">${t.loading}</p>`
        }
      </div>
    `;
  }

  #cases(): TemplateResult {
    const { t } = this;
    const choose = (mine: boolean) => () => {
      this.mine = mine;
      void this.#list();
    };
    return html`
      ${this.plain ? nothing : html`<div class="head" part="head"><h2 tabindex="-1">${t.cases}</h2></div>`}
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${t.cases}>
        ${may(this.me, "cases:write") ? this.#newCase() : nothing}
        ${this.problem ? html`<p class="empty problem" role="alert">${this.problem}</p>` : nothing}
        <div class="bar">
          <h2>${t.openCases}</h2>
          <button type="button" class="quiet" aria-pressed=${!this.mine} @click=${choose(false)}>${t.everyCase}</button>
          <button type="button" class="quiet" aria-pressed=${this.mine} @click=${choose(true)}>${t.myCases}</button>
        </div>
        ${
          this.rows === null
            ? html`<p class="empty">${this.problem ? nothing : t.loading}</p>`
            : this.rows.length
              ? html`<ul class="rows">${this.rows.map((each) => html`<li>${this.#row(each)}</li>`)}</ul>`
              : html`<p class="empty">${t.noCases}</p>`
        }
        ${
          this.more === null
            ? nothing
            : html`<p class="empty"><button type="button" class="secondary" @click=${() => this.#list(this.more)}>${t.more}</button></p>`
        }
      </div>
    `;
  }

  #newCase(): TemplateResult {
    const { t } = this;
    return html`<form class="begin" part="new-case" @submit=${this.#begin}>
      <h2>${t.newCase}</h2>
      <textarea required maxlength="4000" rows="2" aria-label=${t.customerWords} placeholder=${t.customerWords} .value=${this.words}
        @input=${(event: Event) => this.#type((event.target as HTMLTextAreaElement).value)}></textarea>
      <div class="ways">
        <input type="tel" maxlength="24" aria-label=${t.customerNumber} placeholder="${t.customerNumber} (${t.optional})" .value=${this.number}
          @input=${(event: Event) => {
            this.number = (event.target as HTMLInputElement).value;
          }} />
        <button class="primary" ?disabled=${this.opening}>${t.beginCase}</button>
      </div>
      ${this.opening ? html`<p class="trail">${t.opening}</p>` : nothing}
    </form>`;
  }

  #row(each: CaseSummary): TemplateResult {
    const about = [
      `#${each.id}`,
      each.flow && words(each.flow),
      each.owner ?? each.queue,
      each.msisdn && `+${each.msisdn}`,
      this.format.clock(each.updated_at),
    ];
    return html`<button type="button" class="case-row" part="case-row" data-case=${each.id} @click=${() => this.open(each.id)}>
      <b>${each.words}</b>${this.#status(each)}
      <span class="trail">${about.filter(Boolean).join(" · ")}</span>
    </button>`;
  }

  #status({ status, status_reason }: CaseSummary): TemplateResult {
    return html`<span class="tag" part="status" data-status=${status} data-tone=${TONES[status] ?? nothing} title=${status_reason || nothing}>
      ${this.t.status[status]}
    </span>`;
  }

  #case(found: CaseRead): TemplateResult {
    const { t, format } = this;
    const about = [
      found.flow_title,
      found.msisdn && `+${found.msisdn}`,
      found.owner ? t.withOwner(found.owner) : found.queue && t.inQueue(found.queue),
      t.priority[found.priority] ?? found.priority,
      t.opened(format.clock(found.opened_at)),
    ];
    const under = found.under_way;
    return html`<div class="body">
      <div class="about">
        <p class="row">${this.#status(found)}<span class="trail">${about.filter(Boolean).join(" · ")}</span></p>
        <blockquote class="words">${found.words}</blockquote>
      </div>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${found.say ? html`<div class="notice calm"><h4>${t.tellCustomer}</h4><p lang="en">${found.say}</p></div>` : nothing}
      ${under ? html`<p class="notice">${t.underWay(words(under.tool), under.by)}</p>` : nothing}
      ${this.#comesNext(found)} ${this.#questions(found)} ${OVER.has(found.status) ? nothing : this.#escalate(found)}
    </div>`;
  }

  #comesNext(found: CaseRead): TemplateResult | typeof nothing {
    const { t } = this;
    const { next } = found;
    if (next) {
      return stepCard(
        next,
        {
          answer: (answers, of) => void this.#send("answers", { answers, of }, "question-answered"),
          act: (decision, reason) => {
            const event = decision === "approve" ? "action-approved" : `action-${decision}`;
            void this.#send("actions", { call: next.call, decision, reason }, event);
          },
          read: () => void this.#send("next"),
          confirm: (wanted) => {
            this.confirming = wanted;
          },
          confirming: this.confirming,
        },
        t,
        this.format,
      );
    }
    if (found.status !== "inProgress" && found.status !== "resolved") return nothing;
    const { done } = found;
    const title = done ? (t.outcome[done.outcome] ?? titled(done.outcome)) : t.status[found.status];
    return html`<section class="step done" part="step" aria-labelledby="step-title">
      <h3 id="step-title" class="step-title" tabindex="-1">${title}</h3>
      ${done?.titles.length ? html`<p><b>${t.doneTitle}:</b> <span lang="en">${done.titles.join(", ")}</span></p>` : nothing}
      ${
        done?.reason && done.outcome !== "solved"
          ? html`<p class="trail" lang="en">${done.reason}${done.queue ? ` (${t.toQueue(done.queue)})` : ""}</p>`
          : nothing
      }
      ${this.codes ? this.#closing(found, this.codes) : nothing}
    </section>`;
  }

  #closing(found: CaseRead, { causes, resolutions }: Codes): TemplateResult {
    const { t } = this;
    const select = (name: string, label: string, codes: Record<string, string>, chosen: string | null) =>
      html`<label>${label}
        <select name=${name} required>
          <option value="">…</option>
          ${Object.entries(codes).map(([value, title]) => html`<option value=${value} ?selected=${value === chosen}>${title}</option>`)}
        </select></label>`;
    const close = async (event: Event) => {
      event.preventDefault();
      const { satisfaction, ...body } = Object.fromEntries(new FormData(event.target as HTMLFormElement));
      if (satisfaction) await this.#rate(found.id, Number(satisfaction));
      await this.#send("close", body, "case-closed");
    };
    return html`<form class="grid" part="close" @submit=${close}>
      <div class="two">
        ${select("cause", t.causeLabel, causes, found.cause)} ${select("resolution", t.resolutionLabel, resolutions, found.resolution)}
      </div>
      <label>${t.note}<textarea name="note" maxlength="4000" aria-describedby="draft">${summaryOf(found, t, this.format)}</textarea></label>
      <p id="draft" class="trail">${t.noteDraft}</p>
      ${
        found.status === "resolved"
          ? html`<label>${t.satisfaction}
              <select name="satisfaction">
                ${t.satisfactions.map((name, value) => html`<option value=${value || ""}>${name}</option>`)}
              </select></label>`
          : nothing
      }
      <div class="ways">
        <button class="primary">${t.closeCase}</button>
        ${
          found.status === "resolved"
            ? html`<button type="button" class="secondary" @click=${() => this.#send("reopen", {}, "case-reopened")}>${t.reopen}</button>`
            : nothing
        }
      </div>
    </form>`;
  }

  #questions({ questions, next }: CaseRead): TemplateResult | typeof nothing {
    if (!questions.length) return nothing;
    const { t } = this;
    const asked = questions.filter(({ standing }) => standing !== "open");
    const open = questions.filter(({ standing }) => standing === "open");
    const list = (some: Question[]) => html`<ol>${some.map((each) => this.#question(each, next !== null))}</ol>`;
    return html`<section class="questions" part="questions" aria-labelledby="questions-title">
      <h3 id="questions-title">${t.questions}</h3>
      ${list(asked)} ${open.length ? html`<details><summary>${t.notNeeded(open.length)}</summary>${list(open)}</details>` : nothing}
    </section>`;
  }

  #question(each: Question, goesOn: boolean): TemplateResult {
    const { t } = this;
    const { standing, check, known, blanks } = each;
    const isOpen = this.correcting === check;
    const mayCorrect = goesOn && standing !== "next" && may(this.me, "cases:write");
    return html`<li class="question" data-standing=${standing} data-check=${check}>
      <span class="sign" aria-hidden="true">${SIGNS[standing]}</span>
      <span class="asked"><span class="unseen">${t.standing[standing]}: </span><span lang="en">${each.question}</span></span>
      ${known.length ? html`<dl title=${standing === "stale" ? t.standing.stale : nothing}>${this.#known(each)}</dl>` : nothing}
      ${
        mayCorrect
          ? html`<button
              type="button"
              class="quiet correct"
              aria-expanded=${isOpen}
              aria-label="${known.length ? t.correctIt : t.answer}: ${each.question}"
              @click=${() => (this.correcting = isOpen ? "" : check)}
            >${known.length ? t.correctIt : t.answer}</button>`
          : nothing
      }
      ${
        mayCorrect && isOpen
          ? html`<div class="correction">
              ${blanks.map((blank) => inputs(blank, (value) => void this.#send("answers", { answers: { [blank.fact]: value }, of: "agent" }), t, blanks.length > 1))}
            </div>`
          : nothing
      }
    </li>`;
  }

  /** What is known to a question: its values, and behind those of one source where they are from and how old. */
  #known({ known }: Question): TemplateResult[] {
    const { t, format } = this;
    const from = known.map((each) => `${sourceInWords(each, t, format)}, ${format.age(each.measured_at)}`);
    return known.map((each, place) => {
      const name =
        known.length > 1
          ? html`${factInWords(each.fact, each.unit)}: `
          : html`<span class="unseen">${t.answer}: </span>`;
      const isLast = from[place] !== from[place + 1];
      const said = isLast
        ? html`<dd class="trail" title=${format.whole(each.measured_at)}>${from[place]}</dd>`
        : nothing;
      return html`<div><dt lang="en">${name}<b>${valueInWords(each.value, each.unit, t, format)}</b></dt>${said}</div>`;
    });
  }

  #escalate(found: CaseRead): TemplateResult | typeof nothing {
    const { t } = this;
    if (!may(this.me, "cases:write")) return nothing;
    const pass = async (event: Event) => {
      event.preventDefault();
      const given = Object.fromEntries(new FormData(event.target as HTMLFormElement)) as Record<string, string>;
      const wanted = given.owner?.trim() ? { owner: given.owner.trim() } : { queue: given.queue?.trim() ?? "" };
      if (await this.#send("transfer", { ...wanted, reason: given.reason ?? "" }, "case-transferred"))
        this.announce(t.passedOn);
    };
    const isAnothers = found.owner !== null && found.owner !== this.me?.name;
    return html`<details part="escalate">
      <summary>${t.escalate}</summary>
      <p class="trail hint">${t.escalateHint}</p>
      <form class="grid" @submit=${pass}>
        <div class="two">
          <label>${t.toPerson}<input name="owner" maxlength="100" /></label>
          <label>${t.toQueueLabel}<input name="queue" maxlength="200" .value=${found.done?.queue ?? found.queue ?? ""} /></label>
        </div>
        <label>${t.reason}<textarea name="reason" maxlength="4000">${summaryOf(found, t, this.format)}</textarea></label>
        <div class="ways">
          <button class="secondary">${t.passOn}</button>
          ${
            isAnothers
              ? html`<button type="button" class="secondary" @click=${() => this.#send("transfer", { owner: this.me?.name }, "case-transferred")}>${t.takeOver}</button>`
              : nothing
          }
        </div>
      </form>
    </details>`;
  }
}
