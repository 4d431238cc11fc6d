// `<t2r-article-editor>`: an article is written or mended; what is typed is kept until it is saved.

import { css, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { Problem } from "../core/client.js";
import { T2rElement } from "../core/element.js";
import { keep, kept } from "../core/keep.js";
import { render } from "../core/markdown.js";
import { theme } from "../core/theme.js";
import type { Article } from "./api.js";
import type { EditorTexts } from "./texts.en.js";
import { editorTexts } from "./texts.js";

const EMPTY: Article = {
  id: "",
  title: "",
  body: "",
  product: "mobile",
  audience: "internal",
  symptoms: [],
  source: [],
};
const PATH = (id: string): string => `/v1/articles/${id.split("/").map(encodeURIComponent).join("/")}`;
const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

export class T2rArticleEditor extends T2rElement {
  static override styles = [
    theme,
    css`
      form {
        display: grid;
        gap: 0.7rem;
        align-content: start;
        padding: 0.75rem 1rem 0;
      }
      label {
        display: grid;
        gap: 0.15rem;
      }
      label > :is(input, select, textarea) {
        color: var(--text);
        font-size: 0.875rem;
        width: 100%;
      }
      .two {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(11rem, 100%), 1fr));
        gap: 0.7rem;
      }
      textarea {
        resize: vertical;
        field-sizing: content;
        min-height: 3.5rem;
        max-height: 10rem;
      }
      .text {
        font-family: var(--code);
        min-height: 14rem;
        max-height: none;
      }
      .shown {
        padding: 0.75rem 0.9rem;
        border: 1px solid var(--line);
        border-radius: 8px;
        min-height: 14rem;
      }
      .title {
        display: flex;
        align-items: center;
        gap: 0.4rem;
        margin-block-end: 0.3rem;
      }
      .title span {
        flex: 1;
        color: var(--muted);
        font-size: 0.93em;
      }
      [aria-invalid="true"] {
        border-color: var(--bad);
      }
      .foot {
        position: sticky;
        inset-block-end: 0;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.4rem 0.75rem;
        margin-inline: -1rem;
        padding: 0.6rem 1rem;
        background: var(--surface);
        border-top: 1px solid var(--line);
      }
      .problem:empty {
        display: none;
      }
    `,
  ];

  /** The article to mend, by its id; none for a new one. */
  @property() article = "";
  /** What a new one begins with. */
  @property({ attribute: false }) outline: Partial<Article> = {};

  @state() private draft: Article | null = null;
  @state() private preview = false;
  @state() private busy = false;
  @state() private problem: Problem | null = null;
  #etag = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#begin();
  }

  private get w(): EditorTexts {
    return editorTexts.of(this.speaks, () => this.requestUpdate());
  }

  get #place(): string {
    return `article ${this.article || this.outline.id || "new"}`;
  }

  async #begin(): Promise<void> {
    const before = kept<{ draft: Article; etag: string } | null>(this.#place, null);
    if (before) {
      this.draft = before.draft;
      this.#etag = before.etag;
    } else if (this.article) await this.#read();
    else this.draft = { ...EMPTY, ...this.outline };
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>("h2")?.focus();
  }

  async #read(): Promise<void> {
    try {
      const response = await this.client.send("GET", PATH(this.article), { signal: this.leaving.signal });
      this.draft = (await response.json()) as Article;
      this.#etag = response.headers.get("ETag") ?? "";
    } catch (problem) {
      if (!this.leaving.signal.aborted)
        this.problem = problem instanceof Problem ? problem : new Problem({ detail: String(problem) });
    }
  }

  #change(changed: Partial<Article>): void {
    if (!this.draft) return;
    this.draft = { ...this.draft, ...changed };
    keep(this.#place, { draft: this.draft, etag: this.#etag });
  }

  #shut(): void {
    this.dispatchEvent(new CustomEvent("shut"));
  }

  #discard(): void {
    keep(this.#place, undefined);
    this.#shut();
  }

  async #save(event: Event): Promise<void> {
    event.preventDefault();
    const { draft } = this;
    if (!draft || this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      if (this.article) {
        const body = { ...draft, version: (draft.version ?? 1) + 1 };
        await this.client.send("PUT", PATH(this.article), {
          body,
          headers: this.#etag ? { "If-Match": this.#etag } : {},
        });
      } else await this.client.post("/v1/articles", draft);
      keep(this.#place, undefined);
      this.client.renew(draft.id);
      this.dispatchEvent(new CustomEvent("saved", { detail: { id: draft.id } }));
      this.emit("article-saved", { document_id: draft.id });
    } catch (problem) {
      this.problem = problem instanceof Problem ? problem : new Problem({ detail: String(problem) });
    }
    this.busy = false;
  }

  protected override view(): TemplateResult {
    const { w, t, draft, problem } = this;
    return html`<div class="head">
        <h2 tabindex="-1">${this.article ? w.mending(this.article) : w.newArticle}</h2>
        <button type="button" class="quiet" @click=${() => this.#shut()}>${t.close}</button>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label=${this.article ? w.mending(this.article) : w.newArticle}>
        ${draft ? this.#form(draft) : html`<p class="empty ${problem ? "problem" : ""}">${problem ? this.inWords(problem) : t.loading}</p>`}
      </div>`;
  }

  #form(draft: Article): TemplateResult {
    const { w, problem } = this;
    const wrong = (name: string) => problem?.fields.find(({ field }) => field.split(/[.[]/)[0] === name)?.message;
    const typed = (make: (value: string) => Partial<Article>) => (event: Event) =>
      this.#change(make((event.target as HTMLInputElement).value));
    const told = (name: string) => (wrong(name) ? html`<span class="problem">${wrong(name)}</span>` : nothing);
    const invalid = (name: string) => (wrong(name) ? "true" : nothing);
    return html`<form @submit=${this.#save}>
      <label>${w.title}
        <input required maxlength="500" .value=${draft.title} aria-invalid=${invalid("title")} @input=${typed((title) => ({ title }))} />${told("title")}
      </label>
      <div class="two">
        ${
          this.article
            ? nothing
            : html`<label>${w.id}
                <input required maxlength="200" title=${w.idHint} .value=${draft.id} aria-invalid=${invalid("id")} @input=${typed((id) => ({ id }))} />${told("id")}
              </label>`
        }
        <label>${w.product}
          <input required maxlength="100" .value=${draft.product} aria-invalid=${invalid("product")} @input=${typed((product) => ({ product }))} />${told("product")}
        </label>
        <label>${w.audience}
          <select @change=${typed((audience) => ({ audience: audience as Article["audience"] }))}>
            ${Object.entries(w.audiences).map(([value, name]) => html`<option value=${value} ?selected=${value === draft.audience}>${name}</option>`)}
          </select>
        </label>
      </div>
      <label>${w.symptoms}
        <textarea rows="3" .value=${draft.symptoms.join("\n")} aria-invalid=${invalid("symptoms")} @change=${typed((text) => ({ symptoms: lines(text) }))}></textarea>${told("symptoms")}
      </label>
      <div>
        <div class="title">
          <span>${w.body}</span>
          <button type="button" class="quiet" aria-pressed=${!this.preview} @click=${() => (this.preview = false)}>${w.edit}</button>
          <button type="button" class="quiet" aria-pressed=${this.preview} @click=${() => (this.preview = true)}>${w.preview}</button>
        </div>
        ${
          this.preview
            ? html`<div class="shown prose">${render(draft.body)}</div>`
            : html`<label><span class="unseen">${w.body}</span>
                <textarea class="text" required rows="12" .value=${draft.body} aria-invalid=${invalid("body")} @input=${typed((body) => ({ body }))}></textarea>${told("body")}</label>`
        }
      </div>
      <label>${w.sources}
        <textarea rows="2" .value=${draft.source.join("\n")} @change=${typed((text) => ({ source: lines(text) }))}></textarea>${told("source")}
      </label>
      <div class="foot">
        <button class="primary" ?disabled=${this.busy}>${w.save}</button>
        <button type="button" class="quiet" @click=${() => this.#discard()}>${w.discard}</button>
        <span class="trail">${w.kept}</span>
        <p class="problem" role="alert">${problem ? (problem.status === 412 ? w.changedMeanwhile : this.inWords(problem)) : ""}</p>
      </div>
    </form>`;
  }
}
