// `<t2r-inbox>`: what whoever keeps the articles has to do, with the documents beside it; an outline becomes an article here.

import { css, html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Place } from "../core/api.js";
import { define } from "../core/define.js";
import { T2rElement } from "../core/element.js";
import { keep, kept } from "../core/keep.js";
import { render } from "../core/markdown.js";
import { theme } from "../core/theme.js";
import { type Article, type Item, type Page, TOPICS, type Topic } from "./api.js";
import { T2rArticleEditor } from "./editor.js";
import type { InboxTexts } from "./texts.en.js";
import { editorTexts, texts } from "./texts.js";

define("t2r-article-editor", T2rArticleEditor);

const MOST = 50;
const MOST_DOCUMENTS = 9;

export class T2rInbox extends T2rElement {
  static override styles = [
    theme,
    css`
      .work {
        flex: 1;
        min-height: 0;
        display: grid;
        grid-template-columns: minmax(0, 1fr);
      }
      .todo {
        display: flex;
        flex-direction: column;
        min-height: 0;
        min-width: 0;
      }
      .beside {
        min-height: 0;
        min-width: 0;
        display: flex;
        flex-direction: column;
      }
      .beside > * {
        flex: 1;
        min-height: 0;
      }
      .topics {
        flex: none;
        display: flex;
        gap: 0.25rem;
        padding: 0.4rem 0.75rem;
        overflow-x: auto;
        scrollbar-width: none;
        border-bottom: 1px solid var(--line);
      }
      .topics button {
        flex: none;
        white-space: nowrap;
      }
      .topics .count {
        margin-inline-start: 0.35em;
        font-variant-numeric: tabular-nums;
        font-weight: 600;
      }
      .hint {
        padding: 0.6rem 1rem 0.2rem;
      }
      .items {
        padding: 0.25rem 0.75rem 1.5rem;
      }
      .item {
        border: 1px solid var(--line);
        border-radius: var(--radius);
        margin-top: 0.5rem;
      }
      .item > summary {
        width: auto;
        padding: 0.6rem 0.9rem;
        color: var(--text);
        font-weight: 600;
        border-radius: var(--radius);
      }
      .item > summary:hover {
        background: var(--sunken);
      }
      .item > summary .trail {
        font-weight: 400;
        margin-inline-start: 0.4rem;
      }
      .inside {
        display: grid;
        gap: 0.6rem;
        padding: 0.5rem 0.9rem 0.9rem;
      }
      .inside h3 {
        color: var(--muted);
        font-size: 0.93em;
      }
      .quotes li {
        padding-inline-start: 0.75rem;
        border-inline-start: 3px solid var(--line);
      }
      .quotes li + li {
        margin-top: 0.35rem;
      }
      .outline {
        padding: 0.6rem 0.9rem;
        border-radius: 8px;
        background: var(--sunken);
        max-height: 16rem;
        overflow-y: auto;
      }
      .outline > :first-child {
        margin-top: 0;
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.4rem;
      }
      .ways input {
        flex: 1 1 10rem;
      }
      .links {
        display: flex;
        flex-wrap: wrap;
        gap: 0.15rem 1rem;
      }
      @container (width >= 60rem) {
        .work {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1.1fr);
        }
        .beside {
          border-inline-start: 1px solid var(--line);
        }
      }
      @container (width < 60rem) {
        .work.beside-open .todo,
        .work:not(.beside-open) .beside {
          display: none;
        }
      }
    `,
  ];

  @state() private pages: Partial<Record<Topic, Page>> = {};
  @state() private topic: Topic = "gap";
  @state() private problem = "";
  @state() private aside = ""; // the item whose form for setting aside is open
  @state() private reading: Place | null = null;
  @state() private editing: { item: Item | null; article: string; outline: Partial<Article> } | null = null;

  @state() private titles: ReadonlyMap<string, string> = new Map(); // of the documents that were looked at

  override connectedCallback(): void {
    super.connectedCallback();
    const topic = kept<Topic>("inbox topic", "gap");
    this.topic = TOPICS.includes(topic) ? topic : "gap";
  }

  private get w(): InboxTexts {
    return texts.of(this.speaks, () => this.requestUpdate());
  }

  get #mayKeep(): boolean {
    return ["knowledge:write", "admin"].some((scope) => this.me?.scopes.includes(scope));
  }

  protected override identified(): void {
    if (this.#mayKeep) void this.#readAll();
  }

  /** The topic that is looked at first, then the others, for their counts. */
  async #readAll(): Promise<void> {
    for (const topic of [this.topic, ...TOPICS.filter((each) => each !== this.topic)]) {
      if (!this.pages[topic]) await this.#read(topic);
      if (this.leaving.signal.aborted || this.problem) return;
    }
  }

  async #read(topic: Topic): Promise<void> {
    const { signal } = this.leaving;
    try {
      const page = await this.client.get<Page>(`/v1/inbox/${topic}?limit=${MOST}`, signal);
      this.pages = { ...this.pages, [topic]: page };
      this.problem = "";
    } catch (problem) {
      if (!signal.aborted) this.problem = this.inWords(problem);
    }
  }

  /** The names of an item's documents, once somebody looks at it; what cannot be read keeps its id. */
  async #name({ documents }: Item): Promise<void> {
    const unnamed = documents.slice(0, MOST_DOCUMENTS).filter((id) => !this.titles.has(id));
    const found = await Promise.allSettled(unnamed.map((id) => this.client.document(id)));
    const named = found.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    this.titles = new Map([...this.titles, ...named.map(({ id, title }) => [id, title] as const)]);
  }

  #choose(topic: Topic): void {
    this.topic = topic;
    keep("inbox topic", topic);
    this.aside = "";
    void this.#read(topic); // what it was is shown until then
  }

  #open(place: Place): void {
    this.editing = null;
    this.reading = place;
    this.emit("source-opened", { ...place });
  }

  async #setAside(item: Item, why: string): Promise<void> {
    try {
      await this.client.send("POST", `/v1/inbox/${item.topic}/${item.id}/set-aside`, { body: { why } });
      this.announce(this.w.wasSetAside);
      this.emit("inbox-set-aside", { topic: item.topic, title: item.title });
      this.aside = "";
      await this.#read(item.topic);
    } catch (problem) {
      this.problem = this.inWords(problem);
    }
  }

  #write(item: Item | null, article: string, outline: Partial<Article> = {}): void {
    this.editing = { item, article, outline };
    this.reading = null;
  }

  async #saved(id: string): Promise<void> {
    const item = this.editing?.item;
    const said = editorTexts.of(this.speaks, () => this.requestUpdate()).saved(id);
    this.editing = null;
    this.announce(said);
    // what was to be written is written; a mended article leaves the inbox by itself when it is reviewed again
    if (item) await this.#setAside(item, said);
    this.#open({ document_id: id });
  }

  // What is shown

  protected override view(): TemplateResult {
    const { t, w } = this;
    if (this.me && !this.#mayKeep) return html`<p class="empty">${t.notAllowed("knowledge:write")}</p>`;
    return html`<div class="work ${this.reading || this.editing ? "beside-open" : ""}" @t2r-document-closed=${() => (this.reading = null)}>
      <section class="todo" aria-label=${w.inbox}>
        <div class="head" part="head"><h2>${w.inbox}</h2></div>
        <nav class="topics" aria-label=${w.topics}>
          ${TOPICS.map((topic) => {
            const count = this.pages[topic]?.total;
            return html`<button type="button" class="quiet" aria-pressed=${topic === this.topic} data-topic=${topic} @click=${() => this.#choose(topic)}>
              ${w.topic[topic]}${count === undefined ? nothing : html`<span class="count">${this.format.number(count)}</span>`}
            </button>`;
          })}
        </nav>
        <div class="scroll" part="body" tabindex="0" role="region" aria-label=${w.topic[this.topic]}>
          <p class="trail hint">${w.hint[this.topic]}</p>
          ${this.problem ? html`<p class="empty problem" role="alert">${this.problem}</p>` : nothing}
          ${this.#items()}
        </div>
      </section>
      <div class="beside">${this.#beside()}</div>
    </div>`;
  }

  #beside(): TemplateResult {
    const { baseUrl, group, editing, reading } = this;
    if (!editing) {
      if (!reading) return html`<p class="empty">${this.w.readerEmpty}</p>`;
      return html`<t2r-knowledge plain closable .baseUrl=${baseUrl} .group=${group} .place=${reading}></t2r-knowledge>`;
    }
    return html`${repeat(
      [editing],
      ({ article, outline }) => article || outline.id,
      ({
        article,
        outline,
      }) => html`<t2r-article-editor plain .baseUrl=${baseUrl} .group=${group} .article=${article} .outline=${outline}
        @shut=${() => (this.editing = null)} @saved=${(event: CustomEvent<{ id: string }>) => void this.#saved(event.detail.id)}></t2r-article-editor>`,
    )}`;
  }

  #items(): TemplateResult {
    const { w, format } = this;
    const page = this.pages[this.topic];
    if (!page) return html`<p class="empty">${this.problem ? nothing : w.looking}</p>`;
    if (!page.items.length) return html`<p class="empty">${w.nothing}</p>`;
    return html`<div class="items">
      ${repeat(
        page.items,
        ({ id }) => id,
        (item) => this.#item(item),
      )}
      ${page.total > page.items.length ? html`<p class="empty">${w.shownOf(format.number(page.items.length), format.number(page.total))}</p>` : nothing}
    </div>`;
  }

  #item(item: Item): TemplateResult {
    const { w, format } = this;
    const { detail, title, weight } = item;
    const [first, last] = [detail.first_asked, detail.last_asked];
    const about =
      first && last
        ? weight === 1
          ? w.askedOnce(format.day(last))
          : w.asked(format.number(weight), format.day(first), format.day(last))
        : detail.likeness !== undefined
          ? w.likeness(format.percent(detail.likeness))
          : "";
    return html`<details class="item" part="item" data-item=${item.id} @toggle=${({ target }: Event) => (target as HTMLDetailsElement).open && void this.#name(item)}>
      <summary><span lang="en">${title}</span>${about ? html`<span class="trail">${about}</span>` : nothing}</summary>
      <div class="inside">
        ${detail.questions && detail.questions.length > 1 ? html`<h3>${w.questions}</h3><ul class="quotes">${detail.questions.map((each) => html`<li>${each}</li>`)}</ul>` : nothing}
        ${detail.reasons ? html`<ul class="quotes">${detail.reasons.map((each) => html`<li lang="en">${each}</li>`)}</ul>` : nothing}
        ${detail.cases ? this.#against(detail.cases) : nothing}
        ${detail.draft?.body ? html`<h3>${w.outline}</h3><div class="outline prose" tabindex="0" role="region" aria-label=${w.outline} lang="en">${render(detail.draft.body)}</div>` : nothing}
        ${this.#documents(item)} ${this.#ways(item)}
      </div>
    </details>`;
  }

  #against(cases: NonNullable<Item["detail"]["cases"]>): TemplateResult {
    const { w } = this;
    return html`<h3>${w.saysAgainst}</h3>
      <ul class="quotes">
        ${cases.map(
          ({ case_id, text, citation }) => html`<li lang="en">${text}
            <button type="button" class="link" @click=${() => this.#open(citation ? { ...citation } : { document_id: case_id })}>${w.openDocument(case_id)}</button></li>`,
        )}
      </ul>`;
  }

  #documents({ documents, topic, detail }: Item): TemplateResult | typeof nothing {
    const { w } = this;
    const told = new Set((detail.cases ?? []).map(({ case_id }) => case_id));
    const rest = documents.filter((id) => !told.has(id));
    if (!rest.length) return nothing;
    return html`<h3>${topic === "gap" ? w.nearest : w.documents}</h3>
      <p class="links">${rest.slice(0, MOST_DOCUMENTS).map((id) => html`<button type="button" class="link" @click=${() => this.#open({ document_id: id })} lang="en">${this.titles.get(id) ?? id}</button>`)}
        ${rest.length > MOST_DOCUMENTS ? html`<span class="trail">${w.andMore(this.format.number(rest.length - MOST_DOCUMENTS))}</span>` : nothing}</p>`;
  }

  #ways(item: Item): TemplateResult {
    const { w, t } = this;
    const { topic, documents, detail } = item;
    const mendable =
      topic === "contradiction" ? documents.slice(0, 1) : topic === "stale" || topic === "duplicate" ? documents : [];
    const outline = topic === "draft" ? detail.draft : topic === "gap" ? outlineOf(item) : null;
    if (this.aside === item.id) {
      const submit = (event: Event) => {
        event.preventDefault();
        void this.#setAside(item, String(new FormData(event.target as HTMLFormElement).get("why")).trim());
      };
      return html`<form class="ways" @submit=${submit}>
        <input name="why" maxlength="2000" aria-label=${w.why} placeholder=${w.why} />
        <button class="primary">${w.setAside}</button>
        <button type="button" class="quiet" @click=${() => (this.aside = "")}>${t.cancel}</button>
      </form>`;
    }
    return html`<p class="ways">
      ${outline ? html`<button type="button" class="primary" @click=${() => this.#write(item, "", outline)}>${w.write}</button>` : nothing}
      ${mendable.map((id) => html`<button type="button" class="secondary" @click=${() => this.#write(null, id)}>${mendable.length > 1 ? w.mendOf(this.titles.get(id) ?? id) : w.mend}</button>`)}
      <button type="button" class="secondary" aria-label=${w.setAsideOf(item.title)} @click=${() => (this.aside = item.id)}>${w.setAside}</button>
    </p>`;
  }
}

/** What an article about unanswered questions begins with: the words in which it is asked. */
function outlineOf({ id, detail, title }: Item): Partial<Article> {
  return { id: `answer-${id.slice(0, 12)}`, title, symptoms: detail.questions ?? [title], body: "" };
}
