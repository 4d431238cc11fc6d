// A case: what comes next, the flow as a list of questions with their answers, what was done; and the list of open cases.

import { Problem, get, post } from "./api.js";
import { CloseForm, StepCard, inputs } from "./case-step.js";
import { clock, el, words } from "./dom.js";

const STATUS = {
  acknowledged: "Taken in", inProgress: "In progress", pending: "Waits for the customer", held: "On hold",
  resolved: "Resolved", closed: "Closed", cancelled: "Cancelled", rejected: "Rejected",
};
const OPEN = ["acknowledged", "inProgress", "pending", "held", "resolved"];
const STANDING = {
  next: ["→", "Next"],
  answered: ["✓", "Answered"],
  stale: ["↻", "Answered, too old to decide anything"],
  unknown: ["?", "Nobody could tell"],
  open: ["·", "Not needed so far"],
};
const OUTCOMES = {
  solved: "It works again",
  escalated: "Handed over",
  abandoned: "Broken off",
  linked_to_outage: "An outage explains it",
  nothing_wrong: "Nothing is wrong",
};
const WHO = { A: "automatic", M: "by hand", AM: "approved" };

/** The pane beside the conversation. `shown(isOpen)` is told when it opens and closes, `announce(text)` speaks to screen readers. */
export class Cases {
  #case = null;
  #codes = null;
  #stream = null;
  #followed = null; // the number of the case that the stream is of
  #busy = false;
  #correcting = null; // the check whose correction is open
  #orderViews = new Map(); // those that are open, by the order's id

  constructor(node, { shown, announce }) {
    this.node = node;
    this.shown = shown;
    this.announce = announce;
    setInterval(() => this.#age(), 20_000);
  }

  get isOpen() {
    return !this.node.hidden;
  }

  /** Show a case. */
  open(id) {
    return this.#open(id);
  }

  /** Open a case for these words and this number; the call that it is about is linked to it. */
  async begin(text, number, interaction = null) {
    this.#frame("New case", el("p", { className: "looking" }, "Reading what the network and the systems know…"));
    const body = { words: text, ...(number && { msisdn: number }) };
    try {
      // The same click sent twice opens one case.
      const headers = { "Idempotency-Key": crypto.randomUUID() };
      const opened = await post("/v1/cases", body, { headers });
      if (interaction) await post(`/v1/interactions/${interaction}/case`, { case: opened.id }).catch(() => null); // the case counts
      await this.#show(opened);
    } catch (problem) {
      this.#frame("New case", el("p", { className: "problem", role: "alert" }, problem.message));
    }
  }

  /** Show the open cases. */
  async list() {
    this.#leave();
    this.#frame("Open cases", el("p", { className: "looking" }, "Looking…"));
    try {
      const query = OPEN.map((status) => `status=${status}`).join("&");
      const { items } = await get(`/v1/cases?limit=50&${query}`);
      const rows = items.map((each) => el("li", {}, this.#row(each)));
      this.#frame("Open cases", rows.length ? el("ul", { className: "cases" }, ...rows) : el("p", { className: "looking" }, "There is none."));
    } catch (problem) {
      this.#frame("Open cases", el("p", { className: "problem", role: "alert" }, problem.message));
    }
  }

  close() {
    if (!this.isOpen) return;
    this.#leave();
    this.node.hidden = true;
    this.shown(false);
  }

  #leave() {
    this.#stream?.close();
    this.#stream = this.#followed = this.#case = this.#correcting = null;
    this.#orderViews.clear();
  }

  async #open(id) {
    try {
      await this.#show(await get(`/v1/cases/${id}`));
    } catch (problem) {
      this.#frame(`Case ${id}`, el("p", { className: "problem", role: "alert" }, problem.message));
    }
  }

  #row(each) {
    return el(
      "button",
      { type: "button", className: "case-row", on: { click: () => this.#open(each.id) } },
      el("span", { className: "case-words" }, each.words),
      el(
        "span",
        { className: "trail" },
        [`#${each.id}`, each.flow && words(each.flow.replaceAll("-", " ")), each.owner ?? each.queue, clock(each.updated_at)].filter(Boolean).join(" · "),
      ),
      status(each),
    );
  }

  /** Send a wish about the case, and show what came of it. */
  async #send(what, body) {
    if (this.#busy) return;
    this.#busy = true;
    this.node.setAttribute("aria-busy", "true");
    const { id, version } = this.#case;
    const path = `/v1/cases/${id}/${what}`;
    try {
      const found = await post(path, what === "next" ? undefined : { ...body, version });
      this.#correcting = null;
      await this.#show(found, { moved: true });
    } catch (problem) {
      if (problem.status === 409) await this.#open(id); // as somebody else has left it
      this.#complain(problem instanceof Problem ? problem.message : String(problem));
    } finally {
      this.#busy = false;
      this.node.removeAttribute("aria-busy");
    }
  }

  #complain(text) {
    this.node.querySelector(".case-problem")?.remove();
    this.node.querySelector(".case-top").after(el("p", { className: "problem case-problem", role: "alert" }, text));
  }

  async #show(found, { moved = false } = {}) {
    this.#case = found;
    if (!found.next && !this.#codes) this.#codes = await get("/v1/case-codes").catch(() => null);
    if (this.#case !== found) return; // meanwhile another one
    const about = [
      found.msisdn && `+${found.msisdn}`,
      found.owner ? `with ${found.owner}` : found.queue && `in the queue ${found.queue}`,
      `${found.priority} priority`,
      `opened ${clock(found.opened_at)}`,
    ];
    this.#frame(
      `Case ${found.id}`,
      el("p", { className: "case-state" }, status(found), el("span", {}, about.filter(Boolean).join(" · "))),
      el("blockquote", { className: "case-said" }, found.words),
      found.say ? el("div", { className: "notice live" }, el("h4", {}, "Tell the customer"), el("p", {}, found.say)) : null,
      found.under_way ? el("p", { className: "notice" }, `${words(found.under_way.tool)} is being carried out by ${found.under_way.by}.`) : null,
      this.#comesNext(found),
      this.#questions(found),
      ["closed", "cancelled", "rejected"].includes(found.status) ? null : this.#passOn(),
      this.#orders(found),
      this.#trace(found),
    );
    if (moved) {
      const next = this.node.querySelector(".step-title");
      next?.focus({ preventScroll: true });
      next?.scrollIntoView({ block: "nearest" });
    }
    const { next, done } = found;
    this.announce(next ? `Next: ${next.title}` : done ? `${OUTCOMES[done.outcome]}. ${done.reason}` : STATUS[found.status]);
    if (this.#followed !== found.id) this.#follow(found.id);
  }

  /** Look again whenever a step is taken, here or by somebody else. */
  #follow(id) {
    this.#stream?.close();
    this.#stream = new EventSource(`/v1/cases/${id}/events`);
    this.#followed = id;
    let later = null;
    this.#stream.addEventListener("step", (event) => {
      const { version } = JSON.parse(event.data);
      if (this.#case?.id !== id || version <= this.#case.version || this.#busy || later) return;
      later = setTimeout(async () => {
        later = null;
        const found = await get(`/v1/cases/${id}`).catch(() => null);
        if (found && !this.#busy && this.#case?.id === id && found.version > this.#case.version) this.#show(found);
      }, 300);
    });
  }

  #comesNext(found) {
    if (found.next) {
      return StepCard(found.next, {
        answer: (answers, of) => this.#send("answers", { answers, of }),
        act: (decision, reason) => this.#send("actions", { call: found.next.call, decision, reason }),
        read: () => this.#send("next"),
      });
    }
    if (!["inProgress", "resolved"].includes(found.status)) return null;
    const { done } = found;
    return el(
      "section",
      { className: "step done", "aria-labelledby": "step-title" },
      el("h3", { id: "step-title", className: "step-title", tabIndex: -1 }, done ? OUTCOMES[done.outcome] : STATUS[found.status]),
      done?.titles.length ? el("p", {}, el("b", {}, "Done: "), done.titles.join(", ")) : null,
      done?.reason && done.outcome !== "solved" ? el("p", { className: "why-step" }, done.queue ? `${done.reason} (to ${done.queue})` : done.reason) : null,
      this.#codes
        ? CloseForm(this.#codes, found, {
            close: (body) => this.#send("close", body),
            reopen: found.status === "resolved" ? () => this.#send("reopen", {}) : null,
          })
        : null,
    );
  }

  #questions({ questions }) {
    if (!questions.length) return null;
    const asked = questions.filter(({ standing }) => standing !== "open");
    const open = questions.filter(({ standing }) => standing === "open");
    return el(
      "section",
      { className: "case-questions", "aria-labelledby": "questions-title" },
      el("h3", { id: "questions-title" }, "Questions"),
      el("ol", {}, ...asked.map((each) => this.#question(each))),
      open.length
        ? el("details", {}, el("summary", {}, `${open.length} not needed so far`), el("ol", {}, ...open.map((each) => this.#question(each))))
        : null,
    );
  }

  #question(each) {
    const [icon, word] = STANDING[each.standing];
    const mayCorrect = this.#case.next !== null && each.standing !== "next";
    const node = el(
      "li",
      { className: "question", "data-standing": each.standing },
      el("span", { className: "icon", "aria-hidden": "true" }, icon),
      el("span", { className: "unseen" }, `${word}: `),
      el("span", { className: "question-text" }, each.question),
      each.known.length ? el("dl", {}, ...known(each.known)) : null,
    );
    if (!mayCorrect) return node;
    const correct = el("button", { type: "button", className: "quiet correct", "aria-expanded": "false" }, each.known.length ? "Correct" : "Answer");
    const form = el("div", { className: "correction", hidden: true });
    const toggle = (isOpen) => {
      form.hidden = !isOpen;
      correct.setAttribute("aria-expanded", String(isOpen));
      this.#correcting = isOpen ? each.check : this.#correcting === each.check ? null : this.#correcting;
      if (isOpen) form.replaceChildren(...each.blanks.map((blank) => inputs(blank, (value) => this.#send("answers", { answers: { [blank.fact]: value }, of: "agent" }), each.blanks.length > 1)));
    };
    correct.addEventListener("click", () => toggle(form.hidden));
    node.append(correct, form);
    if (this.#correcting === each.check) toggle(true);
    return node;
  }

  #passOn() {
    const field = (name, placeholder, required) => el("input", { name, placeholder, "aria-label": placeholder, required, maxLength: 100 });
    const form = el(
      "form",
      { className: "pass-on" },
      field("owner", "To whom", true),
      field("reason", "Why (optional)", false),
      el("button", { type: "submit", className: "secondary" }, "Pass on"),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send("transfer", Object.fromEntries(new FormData(form)));
    });
    return el("details", { className: "case-more" }, el("summary", {}, "Pass the case on"), form);
  }

  /** The case's orders; one is shown where it is opened, and stays open while the case changes. */
  #orders({ orders }) {
    if (!orders.length) return null;
    const shown = new Map(this.#orderViews);
    this.#orderViews.clear();
    const rows = orders.map(({ id, state, products }) => {
      const details = el("details", { className: "case-order" }, el("summary", {}, `Order ${id}: ${products.map(words).join(", ")} (${words(state)})`));
      const open = (view) => {
        this.#orderViews.set(id, view);
        details.append(view);
      };
      if (shown.has(id)) {
        open(shown.get(id));
        details.open = true;
      }
      details.addEventListener("toggle", async () => {
        if (!details.open) {
          this.#orderViews.get(id)?.remove();
          this.#orderViews.delete(id);
        }
        if (!details.open || this.#orderViews.has(id)) return;
        await import("./order.js");
        open(orderView(id));
      });
      return details;
    });
    return el("section", { className: "case-orders", "aria-label": "Orders" }, el("h3", {}, "Orders"), ...rows);
  }

  /** Show an order by itself. */
  async order(id) {
    this.#leave();
    await import("./order.js");
    this.#frame(`Order ${id}`, orderView(id));
  }

  #trace({ id }) {
    const steps = el("ol", { className: "trace" });
    const details = el("details", { className: "case-more" }, el("summary", {}, "What was done"), steps);
    details.addEventListener("toggle", async () => {
      if (!details.open) return;
      const { items } = await get(`/v1/cases/${id}/trace`).catch(() => ({ items: [] }));
      steps.replaceChildren(
        ...items.map(({ at, what, name, by, who, etom }) =>
          el(
            "li",
            {},
            el("time", { dateTime: at }, clock(at)),
            el("span", {}, `${words(what)} ${words(name.replace(/([a-z])([A-Z])/g, "$1 $2"))}`),
            el("span", { className: "trail" }, `${who === "A" ? "" : `${by}, `}${WHO[who]} · eTOM ${etom}`),
          ),
        ),
      );
    });
    return details;
  }

  #age() {
    for (const node of this.node.querySelectorAll("dd time")) node.textContent = age(node.dateTime);
  }

  #frame(title, ...content) {
    const heading = el("h2", { id: "case-title", tabIndex: -1 }, title);
    const back = this.#case ? el("button", { type: "button", className: "quiet", on: { click: () => this.list() } }, "All cases") : null;
    const close = el("button", { type: "button", className: "quiet", on: { click: () => this.close() } }, "Close");
    const wasAt = this.node.scrollTop;
    this.node.replaceChildren(el("div", { className: "case-top" }, heading, back, close), ...content.filter(Boolean));
    const opens = this.node.hidden;
    this.node.hidden = false;
    this.node.scrollTop = opens ? 0 : wasAt;
    if (opens) {
      this.shown(true);
      heading.focus({ preventScroll: true });
    }
  }
}

function orderView(id) {
  const view = document.createElement("t2r-order");
  view.setAttribute("order", id);
  return view;
}

const status = (each) =>
  el("span", { className: "badge case-status", "data-status": each.status, title: each.status_reason || null }, STATUS[each.status]);

/** What is known to a question: its values, and under those of one source where they are from and how old. */
function known(facts) {
  const from = ({ source, by, measured_at: at, confidence }) => {
    const who = by === "system" ? words(source) : by === "customer" ? "the customer says" : "the agent says";
    const sure = confidence < 0.995 ? `, ${Math.round(confidence * 100)}% sure` : "";
    return [`${who}${sure}, `, at];
  };
  return facts.flatMap((fact, n) => {
    const [who, at] = from(fact);
    const next = facts[n + 1];
    const same = next && from(next)[0] === who && age(from(next)[1]) === age(at);
    const name = facts.length > 1 ? `${words(fact.fact)}: ` : el("span", { className: "unseen" }, "Answer: ");
    const value = el("dt", {}, name, el("b", {}, valueInWords(fact.value, fact.unit)));
    if (same) return [value];
    return [value, el("dd", {}, who, el("time", { dateTime: at, title: new Date(at).toLocaleString() }, age(at)))];
  });
}

/** A value as people say it. */
export function valueInWords(value, unit) {
  if (value === true) return "yes";
  if (value === false) return "no";
  if (Array.isArray(value)) return value.length ? value.map((each) => (typeof each === "object" ? Object.values(each).join(" ") : each)).join("; ") : "none";
  return unit ? `${value} ${unit}` : words(String(value));
}

function age(at) {
  const seconds = Math.max(0, (Date.now() - new Date(at)) / 1000);
  if (seconds < 45) return "just now";
  if (seconds < 3_600) return `${Math.round(seconds / 60)} min ago`;
  return clock(at);
}
