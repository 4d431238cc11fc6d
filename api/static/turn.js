// One question and its answer: sentences with their sources, the two pools, and what the agent thinks of it.

import { choice, day, el, exclusive, percent } from "./dom.js";
import { render } from "./markdown.js";

const VERDICTS = {
  answered: "Answered",
  suggested: "Suggestion: check it before you act",
  abstained: "Not known",
};
const KINDS = { article: "Articles", resolution: "Past resolutions" };
const PARTS = {
  dense: "meaning",
  lexical: "words",
  title: "title",
  symptom: "customers’ words",
  freshness: "freshness",
  stayed_fixed: "stayed fixed",
};

/** What a confidence means, in words. It is a calibrated probability. */
export function confidenceInWords(confidence) {
  const word = confidence >= 0.8 ? "high" : confidence >= 0.5 ? "medium" : "low";
  return `${word} confidence, ${percent(confidence)}`;
}

/** A turn in the making. `open(place)` opens a document at a span; `say(feedback)` sends feedback. */
export class Turn {
  constructor(question, { open, say }) {
    this.open = open;
    this.say = say;
    this.numbers = new Map();
    this.badge = el("span", { className: "badge" }, "Looking…");
    this.verdict = el("p", { className: "verdict" }, this.badge);
    this.understood = el("p", { className: "understood", hidden: true });
    this.sentences = el("div", { className: "sentences" });
    this.answer = el("div", { className: "answer" }, this.verdict, this.sentences);
    this.pools = el("div", { className: "pools" });
    this.node = el(
      "article",
      { className: "turn", "aria-busy": "true" },
      el("h2", { className: "asked" }, question),
      this.understood,
      this.answer,
      this.pools,
    );
  }

  /** The two pools, as soon as they are found. */
  passages({ articles, resolutions, query }) {
    if (query) this.#showReading(query);
    this.pools.replaceChildren(this.#pool("article", articles), this.#pool("resolution", resolutions));
  }

  /** One more sentence of the answer. */
  sentence(sentence) {
    this.sentences.append(this.#sentence(sentence));
  }

  /** The whole answer: everything that came before it is settled by it. */
  finish(answer) {
    this.numbers.clear();
    this.answer.dataset.decision = answer.decision;
    this.badge.textContent = VERDICTS[answer.decision];
    if (answer.decision !== "abstained") {
      this.verdict.append(el("span", {}, `${confidenceInWords(answer.confidence)} · ${composerInWords(answer.composer)}`));
    }
    if (answer.live) this.verdict.after(this.#live(answer.live));
    this.#showAll(answer);
    this.passages(answer);
    if (answer.next_check || answer.missing) this.answer.append(this.#nextCheck(answer));
    if (answer.contradictions.length) this.answer.append(this.#contradictions(answer.contradictions));
    this.answer.append(this.#actions(answer));
    this.#number();
    this.node.removeAttribute("aria-busy");
  }

  /** It went wrong. */
  fail(message) {
    this.node.removeAttribute("aria-busy");
    this.badge.textContent = "No answer";
    this.answer.append(el("p", { className: "problem" }, message));
  }

  #showReading({ english, text, changes }) {
    if (!changes.length && english === text) return;
    this.understood.hidden = !changes.length;
    this.understood.replaceChildren("Read as ", el("b", {}, english));
    if (changes.length) {
      const list = changes.map(([from, to]) => el("span", {}, el("i", {}, from), ` → ${to}`));
      this.understood.append(" · ", ...list.flatMap((node, n) => (n ? [", ", node] : [node])));
    }
  }

  #sentence({ text, citations }) {
    const node = el("p", { className: "sentence" }, text);
    for (const citation of citations) {
      const number = this.#numberOf(citation.document_id);
      const cite = el(
        "button",
        {
          type: "button",
          className: "cite",
          "data-document": citation.document_id,
          "aria-label": `Source ${number}: ${citation.title}`,
          title: citation.title,
          on: { click: () => this.open(citation) },
        },
        String(number),
      );
      node.append(cite);
    }
    this.#linked(node, citations.map((citation) => citation.document_id));
    return node;
  }

  /** Steps are numbered as in the answer's text, where each has a line of its own. */
  #showAll({ sentences, text }) {
    const lines = new Set(text.split("\n"));
    let step = 0;
    const nodes = sentences.map((sentence) => {
      const node = this.#sentence(sentence);
      if (lines.has(`${step + 1}. ${sentence.text}`)) {
        step += 1;
        node.classList.add("step");
        node.prepend(el("span", { className: "ordinal" }, `${step}.`));
      }
      return node;
    });
    this.sentences.replaceChildren(...nodes);
  }

  #numberOf(id) {
    if (!this.numbers.has(id)) this.numbers.set(id, this.numbers.size + 1);
    return this.numbers.get(id);
  }

  /** Hovering or focusing a sentence lights its sources up, and the other way round. */
  #linked(node, ids) {
    node.dataset.documents = JSON.stringify(ids);
    const light = (on) => {
      for (const other of this.node.querySelectorAll("[data-documents]")) {
        const shared = JSON.parse(other.dataset.documents).some((id) => ids.includes(id) && this.numbers.has(id));
        other.classList.toggle("lit", on && shared);
      }
    };
    for (const event of ["pointerenter", "focusin"]) node.addEventListener(event, () => light(true));
    for (const event of ["pointerleave", "focusout"]) node.addEventListener(event, () => light(false));
  }

  #pool(kind, passages) {
    return el(
      "section",
      { className: "pool" },
      el("h3", {}, KINDS[kind], el("span", {}, String(passages.length))),
      passages.length
        ? el("ol", { className: "sources" }, ...passages.map((passage) => this.#source(passage)))
        : el("p", { className: "none" }, "Nothing found here."),
    );
  }

  #source(passage) {
    const node = el(
      "li",
      { className: "source", "data-document": passage.document_id },
      el("button", { type: "button", className: "open", on: { click: () => this.open(passage) } }, passage.title),
      passage.headings.length ? el("p", { className: "trail" }, passage.headings.join(" › ")) : null,
      el("div", { className: "snippet" }, render(excerpt(passage))),
      el(
        "details",
        { className: "why" },
        el("summary", {}, `Why it is here · ${passage.score.toFixed(2)}`),
        passage.reason ? el("p", {}, passage.reason) : null,
        bars(passage.parts),
        passage.duplicates.length ? el("p", {}, `Says nearly the same: ${passage.duplicates.join(", ")}`) : null,
        el("p", {}, `${passage.document_id} · version ${passage.version} · ${day(passage.updated_at)}`),
      ),
    );
    this.#linked(node, [passage.document_id]);
    return node;
  }

  /** Give the passages that are cited the numbers the sentences use. */
  #number() {
    for (const source of this.pools.querySelectorAll(".source")) {
      const number = this.numbers.get(source.dataset.document);
      if (number) source.querySelector(".open").prepend(el("span", { className: "number" }, String(number)));
    }
  }

  /** What the network says of the customer's line, and how it changed the answer. */
  #live({ text, say, article_id: article, opened }) {
    return el(
      "div",
      { className: "notice live" },
      el("h4", {}, "The network says"),
      el("p", {}, text),
      say ? el("p", {}, el("b", {}, "Tell the customer: "), say) : null,
      article && !opened
        ? el("button", { type: "button", className: "quiet", on: { click: () => this.open({ document_id: article }) } }, `Open article ${article}`)
        : null,
    );
  }

  #nextCheck({ next_check: check, missing }) {
    return el(
      "div",
      { className: "next-check" },
      ...(check ? [el("h4", {}, "Check this next"), this.#sentence(check)] : []),
      ...(missing ? [el("h4", {}, check ? "Or ask the customer" : "Ask the customer"), el("p", {}, missing)] : []),
    );
  }

  #contradictions(contradictions) {
    const items = contradictions.map(({ text, citation }) => el("li", {}, this.#sentence({ text, citations: [citation] })));
    return el("div", { className: "notice" }, el("h4", {}, "A past case speaks against this"), el("ul", {}, ...items));
  }

  #actions(answer) {
    const id = answer.answer_id;
    const right = choice("Correct", () => this.say({ answer_id: id, correct: true }));
    const wrong = choice("Not correct", () => {
      this.say({ answer_id: id, correct: false });
      comment.hidden = false;
      comment.querySelector("input").focus();
    });
    exclusive(right, wrong);
    const copy = el("button", { type: "button", className: "quiet" }, "Copy");
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(withSources(answer));
      this.say({ answer_id: id, copied: true });
      copy.textContent = "Copied";
    });
    const comment = el(
      "form",
      {
        className: "comment",
        hidden: true,
        on: {
          submit: (event) => {
            event.preventDefault();
            const text = comment.querySelector("input").value.trim();
            if (text) this.say({ answer_id: id, comment: text });
            comment.replaceChildren(el("p", {}, "Thank you."));
          },
        },
      },
      el("input", { maxLength: 2000, placeholder: "What is wrong? (optional)", "aria-label": "What is wrong with this answer?" }),
      el("button", { type: "submit", className: "quiet" }, "Send"),
    );
    const copyable = answer.sentences.length > 0 && navigator.clipboard !== undefined;
    const stages = Object.entries(answer.timings_ms).map(([stage, ms]) => `${stage} ${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`);
    return el(
      "div",
      { className: "actions" },
      right,
      wrong,
      copyable ? copy : null,
      el("span", { className: "timings" }, stages.join(" · ")),
      comment,
    );
  }
}

/** A passage without what its title says already: a case opens with its symptom. */
function excerpt({ text, title }) {
  const opening = `## Symptom\n\n${title}\n`;
  return text.startsWith(opening) ? text.slice(opening.length) : text;
}

function composerInWords(composer) {
  return composer === "extractive" ? "in the sources’ own words" : `worded by ${composer}`;
}

function bars(parts) {
  const rows = Object.entries(parts).filter(([, value]) => Math.abs(value) >= 0.005);
  return el(
    "div",
    { className: "parts" },
    ...rows.flatMap(([name, value]) => {
      const fill = el("span");
      fill.style.width = percent(Math.min(1, Math.abs(value)));
      return [
        el("span", {}, PARTS[name] ?? name.replaceAll("_", " ")),
        el("span", { className: value < 0 ? "bar less" : "bar", "aria-hidden": "true" }, fill),
        el("span", {}, value.toFixed(2)),
      ];
    }),
  );
}

function withSources(answer) {
  const titles = new Set(answer.sentences.flatMap((sentence) => sentence.citations.map((citation) => citation.title)));
  return `${answer.text}\n\nSources: ${[...titles].join("; ")}`;
}
