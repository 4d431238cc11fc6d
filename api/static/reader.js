// The open document: rendered from its Markdown, with the cited span highlighted exactly.

import { documentPath, get } from "./api.js";
import { choice, day, el, exclusive } from "./dom.js";
import { render, slice } from "./markdown.js";

/** The pane beside the conversation. `say(feedback)` sends feedback; `shown(isOpen)` is told when it opens and closes. */
export class Reader {
  constructor(node, { say, shown }) {
    this.node = node;
    this.say = say;
    this.shown = shown;
    this.opener = null;
  }

  get isOpen() {
    return !this.node.hidden;
  }

  /** Open `place.document_id`, at [place.start, place.end) where given, in code points, for the answer `answerId`. */
  async open(place, answerId) {
    this.opener = document.activeElement;
    let found;
    try {
      found = await get(documentPath(place.document_id));
    } catch (problem) {
      this.#show(place.title, el("p", { className: "problem" }, problem.message));
      return;
    }
    const cited = place.quote ?? place.text;
    const unchanged = cited === undefined || slice(found.body, place.start, place.end) === cited;
    const body = el("div", { className: "body" }, render(found.body, unchanged && cited !== undefined ? place : null));
    this.#show(
      found.title,
      facts(found),
      unchanged ? null : el("p", { className: "notice" }, "This document has changed since it was cited. It said: ", el("q", {}, cited)),
      body,
      found.source.length ? el("ul", { className: "from" }, ...found.source.map((source) => el("li", {}, source))) : null,
      answerId ? this.#judge(answerId, found.id) : null,
    );
    this.node.querySelector("mark")?.scrollIntoView({ block: "center" });
  }

  close() {
    if (!this.isOpen) return;
    this.node.hidden = true;
    this.shown(false);
    if (this.opener?.isConnected) this.opener.focus();
  }

  #show(title, ...content) {
    const heading = el("h2", { id: "reader-title", tabIndex: -1 }, title);
    const close = el("button", { type: "button", className: "quiet", on: { click: () => this.close() } }, "Close");
    this.node.replaceChildren(el("div", { className: "reader-top" }, heading, close));
    this.node.append(...content.filter((node) => node !== null));
    this.node.hidden = false;
    this.shown(true);
    this.node.scrollTop = 0;
    heading.focus({ preventScroll: true });
  }

  #judge(answerId, documentId) {
    const ask = (legend, field) => {
      const say = (value) => () => this.say({ answer_id: answerId, document_id: documentId, [field]: value });
      const [yes, no] = [choice("Yes", say(true)), choice("No", say(false))];
      exclusive(yes, no);
      return el("fieldset", {}, el("legend", {}, legend), yes, no);
    };
    return el("div", { className: "judge" }, ask("Is it correct?", "document_correct"), ask("Is it clear?", "document_clear"));
  }
}

function facts(found) {
  const fixed = { true: "was re-opened within 7 days", false: "stayed fixed" }[found.reopened_within_7_days];
  const list = [
    found.kind === "article" ? "Article" : "Past resolution",
    found.id,
    `version ${found.version}`,
    found.product === "any" ? null : found.product,
    found.audience === "customer" ? "may be sent to customers" : null,
    found.audience === "internal" ? "internal" : null,
    found.etom ? `eTOM ${found.etom}` : null,
    found.valid_from ? `valid from ${day(found.valid_from)}` : null,
    found.valid_until ? `until ${day(found.valid_until)}` : null,
    found.closed_at ? `closed ${day(found.closed_at)}` : null,
    fixed,
  ];
  return el("ul", { className: "facts" }, ...list.filter(Boolean).map((fact) => el("li", {}, fact)));
}
