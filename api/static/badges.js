// What the network says of a customer's line: a row of badges that follows the server's stream.

import { get } from "./api.js";
import { clock, el, words } from "./dom.js";

const SEVERITIES = {
  critical: ["✕", "Critical"],
  major: ["▲", "Major"],
  minor: ["◆", "Minor"],
  info: ["i", "Good to know"],
  unknown: ["?", "Not known"],
  clear: ["✓", "Nothing wrong"],
};
const STALE = ["↻", "Out of date, measure anew"];
const KINDS = { outage: "Outage", barring: "Barring", coverage: "Coverage", congestion: "Congestion" };

/** A badge as words and an icon, where it opens nothing. */
export function still(badge) {
  const [icon, word] = look(badge);
  return el(
    "span",
    { className: "chip", "data-severity": badge.stale ? "stale" : badge.severity, title: badge.sentence },
    el("span", { className: "icon", "aria-hidden": "true" }, icon),
    el("span", { className: "unseen" }, `${word}. `),
    label(badge),
  );
}

/** Which icon and word a badge has: never its colour alone. */
const look = (badge) => (badge.stale ? STALE : SEVERITIES[badge.severity]);
const isTrouble = ({ severity, stale }) => !stale && ["critical", "major", "minor"].includes(severity);
const label = ({ kind, cause }) => (["none", "unknown"].includes(cause) ? KINDS[kind] : `${KINDS[kind]}: ${words(cause)}`);

/** The row, in `node`. `open(articleId)` opens an article, `announce(text)` speaks to screen readers. */
export class Badges {
  #number = "";
  #stream = null;
  #shown = "";
  #opened = null; // id of the badge whose details are open

  constructor(node, { open, announce }) {
    this.node = node;
    this.open = open;
    this.announce = announce;
    this.row = el("ul", { className: "chips" });
    this.details = el("div", { className: "details", hidden: true });
  }

  /** The number whose badges are shown: what an answer may be asked about. Empty while there is none. */
  get number() {
    return this.#shown;
  }

  /** Follow the line of this number; an empty one ends it. */
  async follow(number) {
    if (number === this.#number) return;
    this.stop();
    if (!number) return;
    this.#number = number;
    this.#say("Looking at the network…");
    const query = `msisdn=${encodeURIComponent(number)}`;
    try {
      const found = await get(`/v1/badges?${query}`);
      if (this.#number !== number) return;
      this.#show(found);
    } catch (problem) {
      if (this.#number !== number) return;
      this.#say(problem.message, true);
      this.#number = ""; // so that it may be tried again
      return;
    }
    this.#stream = new EventSource(`/v1/badges/stream?${query}`);
    this.#stream.addEventListener("badges", (event) => this.#show(JSON.parse(event.data)));
    this.#stream.addEventListener("problem", (event) => this.#say(JSON.parse(event.data).detail, true));
  }

  /** Show nothing, and hear nothing more. */
  stop() {
    this.#stream?.close();
    this.#stream = null;
    this.#number = this.#shown = "";
    this.#opened = null;
    this.node.hidden = true;
    this.node.replaceChildren();
  }

  #say(text, isProblem = false) {
    this.#shown = "";
    this.node.hidden = false;
    this.node.replaceChildren(el("p", { className: isProblem ? "problem" : "looking" }, text));
    if (isProblem) this.announce(text);
  }

  #show({ line, at, badges }) {
    this.#shown = line;
    const focused = this.row.contains(document.activeElement) ? document.activeElement.dataset.badge : null;
    this.row.replaceChildren(...badges.map((badge) => el("li", {}, this.#chip(badge))));
    this.node.hidden = false;
    this.node.replaceChildren(this.row, el("p", { className: "as-of" }, `as of ${clock(at)}`), this.details);
    this.#toggle(badges.find(({ id }) => id === this.#opened) ?? null);
    if (focused) this.row.querySelector(`[data-badge="${CSS.escape(focused)}"]`)?.focus();
    const troubles = badges.filter(isTrouble);
    this.announce(troubles.length ? troubles.map(({ sentence }) => sentence).join(" ") : "No trouble is known of this line.");
  }

  #chip(badge) {
    const [icon, word] = look(badge);
    return el(
      "button",
      {
        type: "button",
        className: "chip",
        "data-badge": badge.id,
        "data-severity": badge.stale ? "stale" : badge.severity,
        "aria-expanded": "false",
        title: badge.sentence,
        on: { click: () => this.#toggle(this.#opened === badge.id ? null : badge) },
      },
      el("span", { className: "icon", "aria-hidden": "true" }, icon),
      el("span", { className: "unseen" }, `${word}. `),
      label(badge),
    );
  }

  /** Open the details of one badge, or close them. */
  #toggle(badge) {
    this.#opened = badge?.id ?? null;
    for (const chip of this.row.querySelectorAll(".chip")) {
      chip.setAttribute("aria-expanded", String(chip.dataset.badge === this.#opened));
    }
    this.details.hidden = !badge;
    if (badge) this.details.replaceChildren(...this.#about(badge));
  }

  #about(badge) {
    const facts = [look(badge)[1]];
    if (badge.since) facts.push(`since ${clock(badge.since)}`);
    if (badge.until) facts.push(`expected to end ${clock(badge.until)}`);
    facts.push(`valid until ${clock(badge.expires)}`);
    return [
      el("p", { className: "said" }, badge.sentence),
      el("p", { className: "trail" }, facts.join(" · ")),
      badge.say ? el("p", {}, el("b", {}, "Tell the customer: "), badge.say) : "",
      badge.evidence.length ? el("ul", { className: "evidence" }, ...badge.evidence.map((line) => el("li", {}, line))) : "",
      badge.article
        ? el("button", { type: "button", className: "quiet", on: { click: () => this.open(badge.article) } }, `Open article ${badge.article}`)
        : "",
    ].filter(Boolean);
  }
}
