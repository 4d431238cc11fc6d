// `<t2r-assist>`: ask, and get answers of which every sentence shows where it is from.

import { html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import {
  type Answer,
  type Citation,
  type Feedback,
  may,
  type Passage,
  type Place,
  type Sentence,
} from "../core/api.js";
import { isTyping, type Shortcut, T2rElement } from "../core/element.js";
import { titled } from "../core/format.js";
import { keep, kept } from "../core/keep.js";
import { theme } from "../core/theme.js";
import { Conversation, type Judgement, type Turn } from "./conversation.js";
import { type Audience, copy, forCustomer, forNotes, mayBeSent, steppedSentences } from "./copying.js";
import { cited, excerpt } from "./passages.js";
import { assistStyles } from "./styles.js";

type Level = "high" | "medium" | "low";

const MOST_FOLLOW_UPS = 3;
const RESTORED = 3; // answers whose sources are looked up again after a reload
const LAST_WORD = /^(.*?)(\S{0,24})$/s;
const CARD_AFTER = 140;
const CARD_GRACE = 180;

/** What a confidence, a calibrated probability, is called. */
export const levelOf = (confidence: number): Level =>
  confidence >= 0.8 ? "high" : confidence >= 0.5 ? "medium" : "low";

export class T2rAssist extends T2rElement {
  static override styles = [theme, assistStyles];

  /** Offer to open a case with a question's words: `t2r-case-wanted` says which. */
  @property({ type: Boolean }) cases = false;

  @state() private draft = "";
  @state() private product = "";
  @state() private sendable = false; // only sources that may be sent to customers
  @state() private narrowing = false;
  @state() private audiences: ReadonlyMap<string, Audience> = new Map();
  @state() private lit: readonly string[] = []; // documents that are pointed at, in the turn `litIn`
  @state() private litIn = "";
  @state() private litFrom: "sentence" | "source" = "sentence"; // a sentence lights its sources up, a source its sentences
  @state() private notes: ReadonlyMap<string, string> = new Map(); // what became of a copy, by turn
  @state() private commenting = "";
  @state() private previewed: { citation: Citation; passages: Passage[] } | null = null;
  @state() private reading: Place | null = null; // in a reader of our own, where the page has none

  @query("textarea") private field!: HTMLTextAreaElement;
  @query(".card") private card!: HTMLElement;

  readonly #conversation = new Conversation();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.#conversation.addEventListener("change", () => this.requestUpdate());
    this.#conversation.addEventListener("answered", (event) => this.#answered((event as CustomEvent<Turn>).detail));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.draft = kept(this.#draftPlace, "");
    ({ product: this.product, sendable: this.sendable } = kept("narrowing", { product: "", sendable: false }));
    this.narrowing = this.product !== "" || this.sendable;
    for (const { answer } of this.#conversation.turns.slice(-RESTORED)) if (answer) void this.#lookUp(answer);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#conversation.stop();
  }

  // What a page may call

  /** Ask a question, as if it had been typed. */
  ask(question: string): Promise<void> {
    const text = question.trim();
    return text ? this.#ask(text) : Promise.resolve();
  }

  /** Begin a new conversation. */
  clear(): void {
    this.#conversation.clear();
    this.notes = new Map();
    this.reading = null;
    this.focus();
  }

  override focus(): void {
    this.field?.focus();
  }

  // The conversation belongs to a customer; one that began before it was known whom it is about goes along.

  protected override moved(): void {
    const place = this.#placeOf(this.context.msisdn);
    const unnamed = this.#placeOf(null);
    const goesAlong = this.#isUnnamed && place !== unnamed && this.#conversation.turns.length > 0;
    if (goesAlong && !Conversation.isKept(place)) this.#conversation.move(place);
    else this.#conversation.load(place);
    this.#isUnnamed = place === unnamed;
  }

  #isUnnamed = true;
  #placeOf = (msisdn: string | null): string => `${this.group} ${msisdn ?? ""}`;

  get #draftPlace(): string {
    return `draft ${this.group}`;
  }

  async #ask(question: string, again?: Turn): Promise<void> {
    this.emit("asked", { question });
    const wishes = {
      product: this.product.trim(),
      audience: this.sendable ? "customer" : "",
      msisdn: this.context.msisdn,
    };
    const answered = this.#conversation.ask(this.client, question, wishes, again);
    await this.updateComplete;
    this.#turns.at(-1)?.scrollIntoView({ block: "start" });
    await answered;
  }

  #answered(turn: Turn): void {
    const answer = turn.answer as Answer;
    this.announce(this.#spoken(answer));
    this.#say({ answer_id: answer.answer_id, displayed: true });
    void this.#lookUp(answer);
    this.emit("answered", { answer });
  }

  /** Which of the sources may be sent to customers. */
  async #lookUp(answer: Answer): Promise<void> {
    const ids = new Set(answer.sentences.flatMap(({ citations }) => citations.map(({ document_id }) => document_id)));
    await Promise.all(
      [...ids].map(async (id) => {
        const found = await this.client.document(id).catch(() => null);
        const audience = found === null ? undefined : (found.audience ?? "internal");
        this.audiences = new Map(this.audiences).set(id, audience);
      }),
    );
  }

  #spoken(answer: Answer): string {
    const { t } = this;
    const said = answer.sentences.map(({ text }) => text);
    if (answer.decision === "abstained") {
      return [t.verdict.abstained, answer.next_check && `${t.checkNext}: ${answer.next_check.text}`, answer.missing]
        .filter(Boolean)
        .join(". ");
    }
    const sure = t.confidence(levelOf(answer.confidence), this.format.percent(answer.confidence));
    return [answer.live?.text, `${t.verdict[answer.decision]}, ${sure}.`, ...said].filter(Boolean).join(" ");
  }

  #say(feedback: Feedback): void {
    if (may(this.me, "feedback:write")) this.client.outbox.post("/v1/feedback", feedback);
  }

  #judge(turn: Turn, judgement: Judgement): void {
    const answer = turn.answer as Answer;
    const { answer_id } = answer;
    const document_id = this.#inHand(answer);
    if (judgement === "correct" || judgement === "incorrect" || !document_id) {
      this.#say({ answer_id, correct: judgement === "correct" });
    } else if (judgement === "wrong") this.#say({ answer_id, document_id, document_correct: false });
    else this.#say({ answer_id, document_id, document_clear: false });
    turn.judged = judgement;
    this.commenting = judgement === "correct" ? "" : turn.id;
    this.#conversation.save();
    this.#note(turn, this.client.connection.state === "offline" ? this.t.feedbackWaits : this.t.saved);
    this.emit("judged", { answer_id, judgement, document_id });
  }

  /** How much of an answer rests on internal sources, as far as that has been looked up. */
  #inside({ sentences }: Answer): "none" | "some" | "all" {
    const looked = sentences.every(({ citations }) =>
      citations.every(({ document_id }) => this.audiences.has(document_id)),
    );
    if (!looked) return "none";
    const sendable = sentences.filter((sentence) => mayBeSent(sentence, this.audiences)).length;
    return sendable === sentences.length ? "none" : sendable ? "some" : "all";
  }

  /** The document that a judgement is about: the one lit up, or the first that is cited. */
  #inHand({ sentences }: Answer): string | undefined {
    return this.lit[0] ?? sentences[0]?.citations[0]?.document_id;
  }

  async #copy(turn: Turn, forWhom: "customer" | "notes"): Promise<void> {
    const answer = turn.answer as Answer;
    const { t } = this;
    let text: string;
    let said = t.copied;
    if (forWhom === "customer") {
      await this.#lookUp(answer);
      const found = forCustomer(answer, this.audiences);
      if (!found.text) return this.#note(turn, t.nothingForCustomer);
      text = found.text;
      if (found.leftOut) said = t.leftOut(found.leftOut, found.of);
    } else {
      const sure = t.confidence(levelOf(answer.confidence), this.format.percent(answer.confidence));
      text = forNotes(answer, t.verdict[answer.decision], sure);
    }
    if (!(await copy(text))) return this.#note(turn, t.copyFailed);
    this.#note(turn, said);
    this.#say({ answer_id: answer.answer_id, copied: true });
    this.emit("answer-copied", { answer_id: answer.answer_id, for: forWhom, text });
  }

  #note(turn: Turn, text: string): void {
    this.notes = new Map(this.notes).set(turn.id, text);
    this.announce(text);
  }

  async #open(place: Place, answer: Answer | null): Promise<void> {
    this.#hideCard();
    const wanted: Place = { ...place, ...(answer && { answer_id: answer.answer_id }) };
    if (answer) this.#say({ answer_id: answer.answer_id, document_id: place.document_id, clicked: true });
    this.emit("source-opened", { document_id: place.document_id, start: place.start, end: place.end });
    if (this.context.open(wanted)) return;
    await import("../entries/t2r-knowledge.js"); // none on this page: a reader of our own
    this.reading = wanted;
  }

  // Keys

  override shortcuts(): Shortcut[] {
    const { t } = this;
    return [
      [["Enter"], t.keyAsk],
      [["Shift", "Enter"], t.keyNewLine],
      [["/"], t.keyQuestion],
      [["Esc"], t.keyClear],
      [["j", "k"], t.keyTurn],
      [["1", "…", "9"], t.keySource],
      [["c"], t.keyCorrect],
      [["w"], t.keyWrong],
      [["u"], t.keyUnclear],
      [["y"], t.keyCopyCustomer],
      [["n"], t.keyCopyNotes],
    ];
  }

  get #turns(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>(".turn")];
  }

  #key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || this.reading) return;
    if (event.key === "Escape" && this.previewed) {
      this.#hideCard();
      event.preventDefault();
    } else if (event.key === "/" && !isTyping(event)) {
      event.preventDefault();
      this.focus();
    } else if (event.target instanceof Element && event.target.closest(".turn") && !isTyping(event))
      this.#turnKey(event);
  };

  #turnKey(event: KeyboardEvent): void {
    const node = (event.target as Element).closest<HTMLElement>(".turn") as HTMLElement;
    const place = this.#turns.indexOf(node);
    const turn = this.#conversation.turns[place];
    const step = { j: 1, k: -1 }[event.key];
    if (step) this.#turns[place + step]?.focus();
    if (step || !turn?.answer) return;
    const { answer } = turn;
    const acts: Record<string, () => void> = {
      c: () => this.#judge(turn, "correct"),
      w: () => this.#judge(turn, "wrong"),
      u: () => this.#judge(turn, "unclear"),
      y: () => void this.#copy(turn, "customer"),
      n: () => void this.#copy(turn, "notes"),
    };
    const source = citedDocuments(answer)[Number(event.key) - 1];
    if (source) void this.#open(source, answer);
    else acts[event.key]?.();
    if (source || acts[event.key]) event.preventDefault();
  }

  #fieldKey(event: KeyboardEvent): void {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (this.draft) this.#type("");
      else this.#turns.at(-1)?.focus();
    }
  }

  #type(text: string): void {
    this.draft = text;
    keep(this.#draftPlace, text || undefined);
  }

  #submit(): void {
    const question = this.draft.trim();
    if (question) {
      this.#type("");
      void this.#ask(question);
    } else this.#conversation.stop();
  }

  #narrow(product: string, sendable: boolean): void {
    this.product = product;
    this.sendable = sendable;
    keep("narrowing", { product, sendable });
  }

  // What lights up

  #light(turn: Turn | null, citations: { document_id: string }[], from: "sentence" | "source" = "sentence"): void {
    this.litFrom = from;
    this.lit = citations.map(({ document_id }) => document_id);
    this.litIn = turn?.id ?? "";
    this.context.highlight((citations[0] as Place | undefined) ?? null);
  }

  #isLit(turn: Turn, from: "sentence" | "source", citations: Citation[]): boolean {
    if (this.litIn !== turn.id || this.litFrom !== from) return false;
    return citations.some(({ document_id }) => this.lit.includes(document_id));
  }

  #preview(turn: Turn, citation: Citation, at: Element, delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      const { articles, resolutions } = turn.answer ?? turn.pools ?? { articles: [], resolutions: [] };
      this.previewed = { citation, passages: [...articles, ...resolutions] };
      await this.updateComplete;
      if (!at.isConnected) return;
      if (!this.card.matches(":popover-open")) this.card.showPopover();
      const { left, bottom, top } = at.getBoundingClientRect();
      const { width, height } = this.card.getBoundingClientRect();
      this.card.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
      this.card.style.top = `${bottom + height + 12 > innerHeight ? Math.max(8, top - height - 6) : bottom + 6}px`;
    }, delay);
  }

  #hideCard(delay = 0): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.previewed = null;
      if (this.card?.matches(":popover-open")) this.card.hidePopover();
    }, delay);
  }

  // What is shown

  protected override view(): TemplateResult {
    const { t } = this;
    const { turns, cut, isAsking } = this.#conversation;
    return html`
      ${
        this.plain && !turns.length
          ? nothing
          : html`<div class="head" part="head">
              <h2>${t.assist}</h2>
              ${
                turns.length
                  ? html`<button type="button" class="quiet" @click=${() => this.clear()}>${t.newConversation}</button>`
                  : nothing
              }
              ${
                this.plain
                  ? nothing
                  : html`<button type="button" class="quiet icon" aria-label=${t.keysTitle} title=${t.keysTitle} @click=${() => this.openKeys()}>?</button>`
              }
            </div>`
      }
      <div class="scroll log" part="transcript" role="log" aria-live="off" aria-label=${t.conversation} tabindex="0" @keydown=${this.#key}>
        ${cut ? html`<p class="trail">${t.olderLeft}</p>` : nothing}
        ${turns.length ? nothing : this.#welcome()}
        ${repeat(
          turns,
          ({ id }) => id,
          (turn, place) => this.#turn(turn, place === turns.length - 1),
        )}
      </div>
      ${this.#composer(isAsking)} ${this.#cardView()}
      ${
        this.reading
          ? html`<t2r-knowledge
              class="reader"
              part="reader"
              .baseUrl=${this.client.base}
              .group=${this.group}
              .lang=${this.lang}
              .theme=${this.theme}
              .place=${this.reading}
              closable
              @t2r-document-closed=${this.#shut}
            ></t2r-knowledge>`
          : nothing
      }
    `;
  }

  #shut = (event: Event): void => {
    event.stopPropagation();
    this.reading = null;
    this.#turns.at(-1)?.focus();
  };

  #welcome(): TemplateResult {
    const { t } = this;
    return html`<div class="welcome">
      <h2>${t.assistWelcome}</h2>
      <p>${t.assistHint}</p>
      <div class="chips">
        ${t.examples.map((text) => html`<button type="button" lang="en" @click=${() => this.ask(text)}>${text}</button>`)}
      </div>
    </div>`;
  }

  #composer(isAsking: boolean): TemplateResult {
    const { t } = this;
    const label = isAsking && !this.draft.trim() ? t.stop : t.ask;
    return html`<form
      class="composer"
      part="composer"
      autocomplete="off"
      @submit=${(event: Event) => {
        event.preventDefault();
        this.#submit();
      }}
      @keydown=${this.#key}
    >
      <div class="box">
        <textarea
          part="question"
          rows="1"
          maxlength="4000"
          enterkeyhint="send"
          aria-label=${t.question}
          placeholder=${t.questionPlaceholder}
          .value=${this.draft}
          @input=${(event: Event) => this.#type((event.target as HTMLTextAreaElement).value)}
          @keydown=${this.#fieldKey}
        ></textarea>
        <button class="primary" part="ask">${label}</button>
      </div>
      <div class="options">
        ${
          this.narrowing
            ? html`<label>${t.product}
                  <input maxlength="100" list="products" placeholder=${t.any} .value=${this.product}
                    @change=${(event: Event) => this.#narrow((event.target as HTMLInputElement).value, this.sendable)} /></label>
                <datalist id="products"><option value="mobile"></option><option value="fixed"></option></datalist>
                <label>${t.sources}
                  <select @change=${(event: Event) => this.#narrow(this.product, (event.target as HTMLSelectElement).value !== "")}>
                    <option value="" ?selected=${!this.sendable}>${t.allSources}</option>
                    <option value="customer" ?selected=${this.sendable}>${t.customerSources}</option>
                  </select></label>`
            : html`<button type="button" class="link" @click=${() => (this.narrowing = true)}>${t.filters}</button>`
        }
        ${this.context.msisdn ? html`<span class="trail">${t.oneLine(this.context.msisdn)}</span>` : nothing}
      </div>
    </form>`;
  }

  #turn(turn: Turn, isLast: boolean): TemplateResult {
    const { answer, state } = turn;
    const busy = state === "asking" || state === "waiting";
    return html`<article
      class="turn ${isLast ? "last" : ""}"
      part="turn"
      tabindex="-1"
      aria-label=${turn.question}
      aria-busy=${busy ? "true" : nothing}
      data-decision=${answer?.decision ?? nothing}
    >
      <h3 class="asked" part="asked">${turn.question}</h3>
      ${answer ? this.#readAs(answer) : nothing}
      <div class="verdict">${this.#verdict(turn)}</div>
      ${turn.withoutLine ? html`<p class="note">${this.t.withoutLine}</p>` : nothing}
      ${answer?.live ? this.#live(answer) : nothing}
      <div class="sentences" part="answer">${this.#sentences(turn)}</div>
      ${state === "failed" ? html`<p class="problem">${turn.problem || this.t.unreachable}</p>` : nothing}
      ${
        state === "failed" || state === "stopped"
          ? html`<p><button type="button" class="secondary" @click=${() => this.#ask(turn.question, turn)}>${this.t.retry}</button></p>`
          : nothing
      }
      ${answer ? this.#whole(turn, answer) : nothing}
    </article>`;
  }

  #readAs({ query }: Answer): TemplateResult | typeof nothing {
    if (!query.changes.length) return nothing;
    const changes = query.changes.map(([from, to], place) => html`${place ? ", " : ""}<s>${from}</s> → ${to}`);
    return html`<p class="read trail">${this.t.readAs} <b>${query.english}</b> · ${changes}</p>`;
  }

  #verdict({ answer, state }: Turn): TemplateResult {
    const { t } = this;
    if (!answer) {
      const text = { asking: t.asking, waiting: t.waiting, stopped: t.stopped, failed: t.brokeOff, done: t.brokeOff }[
        state
      ];
      return html`<span class="badge ${state === "asking" || state === "waiting" ? "busy" : ""}">${text}</span>`;
    }
    const badge = html`<span class="badge" part="verdict">${t.verdict[answer.decision]}</span>`;
    if (answer.decision === "abstained") return badge;
    const level = levelOf(answer.confidence);
    return html`${badge}
      <span class="sure" part="confidence" data-level=${level}>
        <span class="meter" aria-hidden="true"><i></i><i></i><i></i></span>${t.confidence(level, this.format.percent(answer.confidence))}
      </span>
      <span class="trail">${answer.composer === "extractive" ? t.ownWords : t.wordedBy(answer.composer)}</span>
      ${answer.decision === "suggested" ? html`<span class="trail">${t.suggestedHint}</span>` : nothing}`;
  }

  #live({ live }: Answer): TemplateResult {
    const { t } = this;
    const note = live as NonNullable<Answer["live"]>;
    const article = note.article_id;
    return html`<div class="notice" part="live">
      <h4>${t.networkSays}</h4>
      <p>${note.text}</p>
      ${note.say ? html`<p><b>${t.tellCustomer}:</b> ${note.say}</p>` : nothing}
      ${
        article && !note.opened
          ? html`<button type="button" class="link" @click=${() => this.#open({ document_id: article }, null)}>${t.openArticle(article)}</button>`
          : nothing
      }
    </div>`;
  }

  /** Steps are numbered as in the answer's text, where each has a line of its own. */
  #sentences(turn: Turn): TemplateResult[] {
    const { answer } = turn;
    const steps = answer ? steppedSentences(answer) : [];
    return (answer?.sentences ?? turn.sentences).map((sentence) =>
      this.#sentence(turn, sentence, steps.indexOf(sentence) + 1),
    );
  }

  #sentence(turn: Turn, sentence: Sentence, step = 0): TemplateResult {
    const { citations } = sentence;
    const [first, ...more] = citations;
    const [, rest = sentence.text, last = ""] = LAST_WORD.exec(sentence.text) ?? []; // a citation is not alone in a line
    const sources = turn.answer ? citedDocuments(turn.answer) : citations;
    const isLit = this.#isLit(turn, "source", citations);
    return html`<p
      class="sentence ${step ? "step" : ""} ${isLit ? "lit" : ""}"
      @pointerenter=${() => this.#light(turn, citations)}
      @pointerleave=${() => this.#light(null, [])}
      @focusin=${() => this.#light(turn, citations)}
      @focusout=${() => this.#light(null, [])}
    >
      ${step ? html`<span class="ordinal">${step}.</span>` : nothing}${rest}<span class="kept">${last}${first ? this.#cite(turn, first, sources) : nothing}</span>${more.map((citation) => this.#cite(turn, citation, sources))}
    </p>`;
  }

  #cite(turn: Turn, citation: Citation, sources: Citation[]): TemplateResult {
    const { t } = this;
    const isInside =
      this.audiences.has(citation.document_id) && this.audiences.get(citation.document_id) !== "customer";
    const number = sources.findIndex(({ document_id }) => document_id === citation.document_id) + 1;
    return html`<button
      type="button"
      class="cite"
      part="citation"
      data-document=${citation.document_id}
      ?data-inside=${isInside}
      aria-label=${`${t.source(number, citation.title)}${isInside ? `, ${t.internal}` : ""}`}
      @pointerenter=${(event: Event) => this.#preview(turn, citation, event.target as Element, CARD_AFTER)}
      @pointerleave=${() => this.#hideCard(CARD_GRACE)}
      @focus=${(event: Event) => (event.target as Element).matches(":focus-visible") && this.#preview(turn, citation, event.target as Element, 0)}
      @blur=${() => this.#hideCard(CARD_GRACE)}
      @click=${() => this.#open(citation, turn.answer)}
    >${number}</button>`;
  }

  #cardView(): TemplateResult {
    const shown = this.previewed;
    return html`<div
      class="card"
      popover="manual"
      @pointerenter=${() => clearTimeout(this.#timer)}
      @pointerleave=${() => this.#hideCard(CARD_GRACE)}
    >
      ${
        shown
          ? html`<h4>${shown.citation.title}</h4>
            <p class="trail">${this.#audienceTag(shown.citation.document_id)} ${this.t[shown.citation.kind]}</p>
            ${cited(shown.citation, shown.passages)}`
          : nothing
      }
    </div>`;
  }

  #audienceTag(id: string): TemplateResult | typeof nothing {
    const { t } = this;
    if (!this.audiences.has(id)) return nothing;
    const audience = this.audiences.get(id);
    if (audience === "customer") return html`<span class="tag" data-tone="good">${t.forCustomers}</span>`;
    const [text, title] = audience ? [t.internal, t.internalLong] : [t.unknownAudience, t.unknownAudience];
    return html`<span class="tag" data-tone="warn" title=${title}>${text}</span>`;
  }

  #whole(turn: Turn, answer: Answer): TemplateResult {
    const { t } = this;
    const sources = citedDocuments(answer);
    return html`
      ${answer.next_check || answer.missing ? this.#nextCheck(turn, answer) : nothing}
      ${
        answer.contradictions.length
          ? html`<div class="notice"><h4>${t.against}</h4>
              ${answer.contradictions.map(({ text, citation }) => this.#sentence(turn, { text, citations: [citation] }))}</div>`
          : nothing
      }
      ${
        sources.length
          ? html`<ol class="sources" part="sources" aria-label=${t.sources}>
              ${sources.map((source, place) => this.#source(turn, source, place + 1))}
            </ol>`
          : nothing
      }
      ${this.#actions(turn, answer)} ${this.#alsoFound(turn, answer)} ${this.#followUps(answer)}
    `;
  }

  #source(turn: Turn, source: Citation, number: number): TemplateResult {
    const isLit = this.#isLit(turn, "sentence", [source]);
    return html`<li
      class=${isLit ? "lit" : ""}
      @pointerenter=${() => this.#light(turn, [source], "source")}
      @pointerleave=${() => this.#light(null, [])}
    >
      <span class="number" aria-hidden="true">${number}</span>
      <button type="button" class="link" title=${this.t.openSource(source.title)} @click=${() => this.#open(source, turn.answer)}>${source.title}</button>
      ${source.kind === "resolution" ? html`<span class="tag">${this.t.resolution}</span>` : nothing}
      ${this.#audienceTag(source.document_id)}
    </li>`;
  }

  #nextCheck(turn: Turn, { next_check: check, missing }: Answer): TemplateResult {
    const { t } = this;
    return html`<div class="notice calm" part="next-check">
      ${check ? html`<h4>${t.checkNext}</h4>${this.#sentence(turn, check)}` : nothing}
      ${missing ? html`<h4>${check ? t.orAskCustomer : t.askCustomer}</h4><p>${missing}</p>` : nothing}
    </div>`;
  }

  #actions(turn: Turn, answer: Answer): TemplateResult {
    const { t } = this;
    const judging: [Judgement, string][] = [
      ["correct", t.correct],
      ["incorrect", t.notCorrect],
      ["wrong", t.wrongDocument],
      ["unclear", t.unclearDocument],
    ];
    const hasSources = answer.sentences.length > 0;
    const inside = this.#inside(answer);
    return html`${inside === "none" ? nothing : html`<span class="tag" data-tone="warn">${inside === "all" ? t.internalLong : t.internalPartly}</span>`}
      <div class="act" part="actions">
        ${
          hasSources
            ? html`<button type="button" class="secondary" part="copy" @click=${() => this.#copy(turn, "customer")}>${t.copyCustomer}</button>
              <button type="button" class="secondary" part="copy" @click=${() => this.#copy(turn, "notes")}>${t.copyNotes}</button>`
            : nothing
        }
        ${
          this.cases && may(this.me, "cases:write")
            ? html`<button type="button" class="secondary" @click=${() => this.emit("case-wanted", { words: turn.question })}>${t.beginCase}</button>`
            : nothing
        }
        ${
          may(this.me, "feedback:write")
            ? html`<div class="judge" role="group" aria-label=${t.feedback}>
                ${judging
                  .filter(([name]) => hasSources || name === "correct" || name === "incorrect")
                  .map(
                    ([name, label]) =>
                      html`<button type="button" class="quiet" aria-pressed=${turn.judged === name} @click=${() => this.#judge(turn, name)}>${label}</button>`,
                  )}
              </div>`
            : nothing
        }
      </div>
      ${this.notes.has(turn.id) ? html`<p class="note">${this.notes.get(turn.id)}</p>` : nothing}
      ${this.commenting === turn.id ? this.#comment(answer) : nothing}`;
  }

  #comment(answer: Answer): TemplateResult {
    const { t } = this;
    const send = (event: Event) => {
      event.preventDefault();
      const field = (event.target as HTMLFormElement).elements.namedItem("comment") as HTMLInputElement;
      if (field.value.trim()) this.#say({ answer_id: answer.answer_id, comment: field.value.trim() });
      this.commenting = "";
      this.announce(t.saved);
    };
    return html`<form class="comment" @submit=${send}>
      <input name="comment" maxlength="2000" aria-label=${t.whatIsWrong} placeholder=${t.whatIsWrong} />
      <button class="secondary">${t.send}</button>
    </form>`;
  }

  /** The passages that were found, and why: those of both pools. */
  #alsoFound(turn: Turn, answer: Answer): TemplateResult | typeof nothing {
    const { t } = this;
    const pools = [
      [t.articles, answer.articles],
      [t.resolutions, answer.resolutions],
    ] as const;
    const count = answer.articles.length + answer.resolutions.length;
    if (!count) return nothing;
    return html`<details class="more">
      <summary>${t.alsoFound(count)}</summary>
      <div class="pools">
        ${pools.map(
          ([name, passages]) => html`<section class="pool">
            <h4>${name} · ${passages.length}</h4>
            ${passages.length ? html`<ol>${passages.map((passage) => this.#passage(turn, passage))}</ol>` : html`<p class="trail">${t.nothingFound}</p>`}
          </section>`,
        )}
      </div>
    </details>`;
  }

  #passage(turn: Turn, passage: Passage): TemplateResult {
    const { t } = this;
    const parts = Object.entries(passage.parts).filter(([, value]) => Math.abs(value) >= 0.005);
    const place: Place = { ...passage, quote: passage.text };
    return html`<li class="passage">
      <button type="button" class="link" @click=${() => this.#open(place, turn.answer)}>${passage.title}</button>
      ${passage.headings.length ? html`<p class="trail">${passage.headings.join(" › ")}</p>` : nothing}
      <div class="snippet prose">${guard([passage], () => excerpt(passage))}</div>
      <details class="why">
        <summary>${t.why(this.format.number(passage.score, 2))}</summary>
        ${passage.reason ? html`<p>${passage.reason}</p>` : nothing}
        <div class="parts">
          ${parts.map(
            ([name, value]) => html`<span>${t.parts[name] ?? titled(name)}</span>
              <progress class=${value < 0 ? "less" : ""} aria-hidden="true" value=${Math.min(1, Math.abs(value))}></progress>
              <span>${this.format.number(value, 2)}</span>`,
          )}
        </div>
        ${passage.duplicates.length ? html`<p>${t.sameAs(passage.duplicates.join(", "))}</p>` : nothing}
        <p class="trail">${passage.document_id} · ${t.version(passage.version)} · ${this.format.day(passage.updated_at)}</p>
      </details>
    </li>`;
  }

  #followUps(answer: Answer): TemplateResult | typeof nothing {
    const citedIds = new Set(citedDocuments(answer).map(({ document_id }) => document_id));
    const titles = new Set(
      answer.articles.filter(({ document_id }) => !citedIds.has(document_id)).map(({ title }) => title),
    );
    if (!titles.size || answer.decision === "abstained") return nothing;
    return html`<div class="chips" role="group" aria-label=${this.t.followUps}>
      <span class="trail" aria-hidden="true">${this.t.followUps}</span>
      ${[...titles]
        .slice(0, MOST_FOLLOW_UPS)
        .map((title) => html`<button type="button" part="follow-up" @click=${() => this.ask(title)}>${title}</button>`)}
    </div>`;
  }
}

/** The first citation of each document, in the order of the sentences: their places are the numbers shown. */
export function citedDocuments({ sentences, next_check: check, contradictions }: Answer): Citation[] {
  const all = [...sentences, ...(check ? [check] : [])].flatMap(({ citations }) => citations);
  const first = new Map<string, Citation>();
  for (const citation of [...all, ...contradictions.map(({ citation }) => citation)]) {
    if (!first.has(citation.document_id)) first.set(citation.document_id, citation);
  }
  return [...first.values()];
}
