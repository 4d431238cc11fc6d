// What all elements share: their attributes, the bus, the server, who is signed in, texts, keys, and how they are laid out.

import { type CSSResultGroup, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Me } from "./api.js";
import { type Client, clientOf, Problem, type TokenSource, tokensFrom } from "./client.js";
import { type Context, contextOf } from "./context.js";
import { Format } from "./format.js";
import { spoken, type Texts, textsOf } from "./texts.js";
import { theme } from "./theme.js";

/** Keys and what they do, for the sheet. */
export type Shortcut = [keys: string[], does: string];

/** The server that this script was loaded from. */
const HOME = import.meta.url.includes("/static/") ? import.meta.url.split("/static/")[0] : globalThis.location?.origin;
const sources = new Map<string, TokenSource>();

export abstract class T2rElement extends LitElement {
  static override styles: CSSResultGroup = theme;

  /** Where the server is; the one the script came from unless given. */
  @property({ attribute: "base-url" }) baseUrl = "";
  /** The page's own address that answers POST with `{"token": "…"}`. */
  @property({ attribute: "token-url" }) tokenUrl = "";
  /** Elements with the same group move together. */
  @property() group = "";
  @property({ type: Number }) case: number | null = null;
  @property() msisdn: string | null = null;
  @property() override lang = "";
  @property({ reflect: true }) theme: "light" | "dark" | "auto" | "" = "";
  /** Without a head of its own: part of a workspace. */
  @property({ type: Boolean, reflect: true }) plain = false;

  @state() protected me: Me | null = null;
  @state() protected unknown: Problem | null = null; // why it is not known who is signed in
  @state() private said = "";

  protected client!: Client;
  protected context!: Context;
  /** Ends when the element leaves the page. */
  protected leaving = new AbortController();
  #token: TokenSource | null = null;

  /** Where short-lived tokens come from, for pages that mint them in a way of their own. */
  set token(source: TokenSource | null) {
    this.#token = source;
    if (this.client) this.client.tokens = source;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    this.client = clientOf(this.baseUrl || HOME || "");
    this.context = contextOf(this.group);
    if (this.#token) this.client.tokens = this.#token;
    else if (this.tokenUrl) this.client.tokens = sourceOf(this.tokenUrl);
    if (this.case !== null || this.msisdn !== null) this.#pickOwn();
    this.context.addEventListener("change", () => this.#changed(), { signal });
    this.client.connection.addEventListener("change", () => this.requestUpdate(), { signal });
    this.client.addEventListener("signed-out", () => this.emit("signed-out", {}), { signal });
    this.addEventListener("keydown", (event) => this.#key(event), { signal });
    void this.identify();
    this.moved();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.leaving.abort();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("case") || changed.has("msisdn")) this.#pickOwn();
  }

  #pickOwn(): void {
    this.context.pick({
      ...(this.msisdn !== null && { msisdn: this.msisdn }),
      ...(this.case !== null && { case: this.case }),
    });
  }

  #changed(): void {
    this.moved();
    this.requestUpdate();
  }

  /** Something else may be picked: called when the element comes, and whenever the bus says so. */
  protected moved(): void {}

  /** Find out who is signed in. */
  protected async identify(): Promise<void> {
    try {
      this.me = await this.client.me();
      this.unknown = null;
      this.identified();
    } catch (problem) {
      this.unknown = problem instanceof Problem ? problem : new Problem({ detail: String(problem) });
      if (this.unknown.status !== 0) return;
      await this.client.connection.back(this.leaving.signal).then(
        () => this.identify(),
        () => undefined,
      );
    }
  }

  /** It is known now who is signed in. */
  protected identified(): void {}

  protected get speaks(): string {
    return spoken(this.context?.lang, this.lang, document.documentElement.lang, navigator.language);
  }

  protected get t(): Texts {
    return textsOf(this.speaks, () => this.requestUpdate());
  }

  protected get format(): Format {
    return new Format(this.speaks);
  }

  /** Tell the page: `t2r-answer-copied` and so on, out of the shadow. */
  protected emit(name: string, detail: Record<string, unknown>): void {
    this.dispatchEvent(new CustomEvent(`t2r-${name}`, { detail, bubbles: true, composed: true }));
  }

  /** Speak to screen readers, also when it is the same text again. */
  protected announce(text: string): void {
    this.said = text === this.said ? `${text}\u00a0` : text;
  }

  /** What went wrong, in words. */
  protected inWords(problem: unknown): string {
    if (!(problem instanceof Problem)) return String(problem);
    if (problem.status === 0) return this.t.unreachable;
    if (problem.status === 401) return this.t.signedOut;
    const [only, another] = problem.fields; // of one field it goes without saying which
    const text = only && !another ? only.message : problem.message;
    return text.charAt(0).toUpperCase() + text.slice(1);
  }

  shortcuts(): Shortcut[] {
    return [];
  }

  /** Show the sheet of keys. */
  openKeys(): void {
    const dialog = this.renderRoot.querySelector<HTMLDialogElement>("dialog.sheet");
    if (dialog && !dialog.open) dialog.showModal();
  }

  #key(event: KeyboardEvent): void {
    if (this.plain || event.key !== "?" || isTyping(event) || event.defaultPrevented) return;
    event.preventDefault();
    this.openKeys();
  }

  /** What the element shows. */
  protected abstract view(): TemplateResult;

  protected override render(): TemplateResult {
    const language = this.speaks;
    return html`
      <div class="panel" part="panel" lang=${language}>${this.plain ? nothing : this.connectionNote()}${this.view()}</div>
      <p class="unseen" role="status" lang=${language}>${this.said}</p>
      ${this.plain ? nothing : this.sheet(this.shortcuts())}
    `;
  }

  /** That the server is slow or away, where it is. */
  protected connectionNote(): TemplateResult | typeof nothing {
    const state = this.client?.connection.state ?? "online";
    if (state === "online") return nothing;
    return html`<p class="connection" part="connection" role="status" data-state=${state}>
      ${state === "slow" ? this.t.slow : this.t.offline}
    </p>`;
  }

  protected sheet(shortcuts: Shortcut[]): TemplateResult {
    const { t } = this;
    const shut = (event: Event) => (event.target as HTMLElement).closest("dialog")?.close();
    return html`<dialog class="sheet" aria-labelledby="keys-title">
      <div class="bar">
        <h2 id="keys-title">${t.keysTitle}</h2>
        <button type="button" class="quiet" @click=${shut}>${t.close}</button>
      </div>
      <dl class="keys">
        ${shortcuts.map(([keys, does]) => html`<dt>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dt><dd>${does}</dd>`)}
        <dt><kbd>?</kbd></dt>
        <dd>${t.keySheet}</dd>
      </dl>
      <p class="trail">${t.keysHere}</p>
    </dialog>`;
  }
}

function sourceOf(url: string): TokenSource {
  const found = sources.get(url) ?? tokensFrom(url);
  sources.set(url, found);
  return found;
}

/** Whether keys go into a field now. */
export function isTyping(event: Event): boolean {
  const target = event.composedPath()[0];
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
