// An order: `<t2r-order order="12">` shows its state, items, faults and timeline, and its process as it goes, for as long as it is there.

import { get, post } from "./api.js";
import { clock, el, words } from "./dom.js";

const STATES = {
  acknowledged: "Taken in", rejected: "Rejected", pending: "Waits for information", held: "On hold", inProgress: "In progress",
  cancelled: "Cancelled", completed: "Completed", failed: "Failed", partial: "Done in part",
  assessingCancellation: "Being cancelled", pendingCancellation: "Being cancelled",
};
const ACTIONS = { add: "new", modify: "change", delete: "end", noChange: "as it is" };
const PRIORITIES = ["critical", "high", "medium", "low", "lowest"];

/** A state in words; `data-state` colours it. */
export const stateBadge = (state) => el("span", { className: "badge order-state", "data-state": state }, STATES[state] ?? words(state));

let style = null;

class OrderView extends HTMLElement {
  static observedAttributes = ["order"];
  #stream = null;
  #drawing = el("div", { className: "order-process" });
  #parts = null;

  connectedCallback() {
    style ??= document.head.appendChild(el("link", { rel: "stylesheet", href: "/static/order.css" }));
    this.#follow();
  }

  disconnectedCallback() {
    this.#stream?.close();
    this.#stream = null;
  }

  attributeChangedCallback(_name, before, now) {
    if (!this.isConnected || before === now) return;
    this.disconnectedCallback();
    this.#parts = null;
    this.replaceChildren();
    this.#follow();
  }

  get #path() {
    return `/v1/orders/${encodeURIComponent(this.getAttribute("order"))}`;
  }

  #follow() {
    const stream = new EventSource(`${this.#path}/events`);
    this.#stream = stream;
    stream.addEventListener("order", (event) => this.#show(JSON.parse(event.data)));
    stream.addEventListener("end", () => stream.close());
    stream.addEventListener("problem", (event) => this.#complain(JSON.parse(event.data).detail));
    stream.addEventListener("error", () => {
      if (stream.readyState === EventSource.CLOSED && !this.#parts) this.#complain("The order cannot be shown.");
    });
  }

  #complain(text) {
    this.querySelector(":scope > .problem")?.remove();
    this.prepend(el("p", { className: "problem", role: "alert" }, text));
  }

  async #show(order) {
    this.#parts ??= this.#frame();
    const { state, items, waits, faults } = this.#parts;
    state.replaceChildren(...head(order));
    items.replaceChildren(...order.items.map((item) => this.#item(item)));
    waits.replaceChildren(...order.awaited.filter(({ message, kind }) => message || kind === "userTask").map(awaits));
    faults.replaceChildren(...order.faults.map((fault) => this.#fault(fault)));
    for (const list of [waits, faults]) list.parentElement.hidden = !list.children.length;
    await Promise.all([this.#draw(order), this.#tell()]).catch((problem) => this.#complain(problem.message));
  }

  #frame() {
    const section = (title, ...content) => el("section", {}, el("h3", {}, title), ...content);
    const parts = {
      state: el("div", { className: "order-head" }),
      items: el("ul", { className: "order-items" }),
      waits: el("ul", { className: "order-waits" }),
      faults: el("ul", { className: "order-faults" }),
      timeline: el("ol", { className: "order-timeline" }),
    };
    this.replaceChildren(
      parts.state,
      section("Items", parts.items),
      section("Waits for", parts.waits),
      section("Faults", parts.faults),
      section("Process", this.#drawing),
      el("details", { className: "order-more" }, el("summary", {}, "What happened"), parts.timeline),
    );
    return parts;
  }

  #item({ title, action, state, parent, reasons }) {
    return el(
      "li",
      { className: parent ? "order-part" : null },
      el("span", { className: "order-what" }, title, " ", el("span", { className: "trail" }, ACTIONS[action])),
      stateBadge(state),
      ...reasons.map(({ reason }) => el("p", { className: "order-reason" }, reason)),
    );
  }

  #fault({ step, item, node, error, state, retry_at: again }) {
    const button = el("button", { type: "button", className: "secondary" }, "Try again");
    button.addEventListener("click", async () => {
      button.disabled = true;
      await post(`${this.#path}/retry`, { step }).catch((problem) => this.#complain(problem.message));
      button.disabled = false;
    });
    const about = [item && `item ${item}`, again && `again at ${clock(again)}`].filter(Boolean).join(" · ");
    return el(
      "li",
      {},
      el("span", { className: "order-what" }, words(node), " ", el("span", { className: "trail" }, about)),
      ["failed", "stuck"].includes(state) ? button : null,
      el("p", { className: "order-reason" }, error),
    );
  }

  async #draw({ id }) {
    const [{ drawProcess }, drawn] = await Promise.all([import("./process.js"), get(`${this.#path}/drawing`)]);
    this.#drawing.parentElement.hidden = !drawn.xml;
    if (!drawn.xml || String(id) !== this.getAttribute("order")) return;
    await drawProcess(this.#drawing, drawn.xml, { waiting: drawn.at, passed: drawn.passed, failed: drawn.failed });
  }

  async #tell() {
    const entries = await get(`${this.#path}/timeline`);
    this.#parts.timeline.replaceChildren(...entries.map(entry));
  }
}

function head(order) {
  const about = [
    order.line && `+${order.line}`,
    order.place,
    `${PRIORITIES[order.priority]} priority`,
    order.promised_at && `promised for ${clock(order.promised_at)}`,
    `taken in ${clock(order.captured_at)}`,
  ];
  return [
    el("p", { className: "order-title" }, order.title),
    el("p", { className: "order-about" }, stateBadge(order.state), el("span", {}, about.filter(Boolean).join(" · "))),
    ...(order.reason ? [el("p", { className: "order-reason" }, order.reason)] : []),
  ];
}

const awaits = ({ item, name, due }) =>
  el("li", {}, el("span", { className: "order-what" }, name, " ", el("span", { className: "trail" }, [item && `item ${item}`, due && `until ${clock(due)}`].filter(Boolean).join(" · "))));

function entry({ at, by, what, item, node, state, reason }) {
  const said = what === "step" ? `${words(node)}: ${words(state)}` : what === "state" ? STATES[state] ?? state : words(what);
  return el(
    "li",
    {},
    el("time", { dateTime: at }, clock(at)),
    el("span", {}, [item && `${item} ·`, said].filter(Boolean).join(" "), reason ? el("span", { className: "trail" }, ` ${reason}`) : null),
    by === "t2r" ? null : el("span", { className: "trail" }, by),
  );
}

customElements.define("t2r-order", OrderView);
