// The agent's own calls: a card for each that rings, with who it is, what is open and what was checked already.

import { get, post } from "./api.js";
import { still } from "./badges.js";
import { valueInWords } from "./case.js";
import { clock, el } from "./dom.js";
import { verification } from "./verify.js";

const STANDING = { ringing: "Rings", talking: "Talking", held: "On hold", left: "Over" };
const MOST_CHECKED = 6;

/** The cards, in `node`. `openCase(id)` shows a case, `takeUp(number)` goes on with a line, `announce(text)` speaks to screen readers. */
export class Calls {
  #stream = null;
  #cards = new Map(); // by the call's id
  #codes = null;

  constructor(node, { openCase, takeUp, announce }) {
    this.node = node;
    this.mayVerify = false;
    this.openCase = openCase;
    this.takeUp = takeUp;
    this.announce = announce;
  }

  /** Follow the calls of whoever is signed in. */
  follow() {
    if (this.#stream) return;
    this.#stream = new EventSource("/v1/cti/pops");
    this.#stream.addEventListener("pop", (event) => this.#pop(JSON.parse(event.data)));
    this.#stream.addEventListener("call", (event) => this.#stand(JSON.parse(event.data)));
  }

  /** Show nothing, and hear nothing more. */
  stop() {
    this.#stream?.close();
    this.#stream = null;
    this.#cards.clear();
    this.#show();
  }

  /** The interaction of the call about this number, if there is one now. */
  interactionOf(number) {
    const digits = number.replace(/\D/g, "");
    const of = [...this.#cards.values()].find(({ pop }) => pop.interaction && pop.standing !== "left" && pop.msisdn === digits);
    return of?.pop.interaction ?? null;
  }

  #pop(pop) {
    const known = [...this.#cards].find(([, card]) => pop.interaction && card.pop.interaction === pop.interaction);
    if (known) this.#cards.delete(known[0]); // a consultation that became the call itself is one card
    this.#cards.set(pop.call, { pop, answered: pop.standing !== "ringing", verifications: new Map() });
    this.#show();
    if (pop.interaction && (!pop.customers || pop.standing !== "ringing")) this.#askWho(pop);
    this.announce(`${STANDING[pop.standing]}: ${who(pop)}. ${pop.badges.filter(isTrouble).map(({ sentence }) => sentence).join(" ")}`);
  }

  /** The CRM is asked while the telephone rings, where it knows the customers; and whoever was verified in this contact is shown whole. */
  async #askWho(pop) {
    pop.customers = await get(`/v1/interactions/${pop.interaction}/customers`).catch(() => pop.customers);
    if (this.#cards.get(pop.call)?.pop === pop) this.#show();
  }

  async #stand({ call, standing }) {
    const card = this.#cards.get(call);
    if (!card) return;
    card.pop.standing = standing;
    card.answered ||= standing === "talking";
    if (standing === "left") {
      const goesOn = !card.pop.interaction || !card.answered || (await this.#goesOn(card.pop.interaction));
      if (goesOn) this.#cards.delete(call); // never answered, among agents, or somebody else's now
      else this.#codes ??= (await get("/v1/case-codes").catch(() => ({}))).wrap_ups ?? {};
    }
    this.#show();
    this.announce(`${STANDING[standing]}: ${who(card.pop)}`);
  }

  async #goesOn(interaction) {
    const found = await get(`/v1/interactions/${interaction}`).catch(() => null);
    return found === null || found.status !== "completed";
  }

  #close(call) {
    this.#cards.delete(call);
    this.#show();
  }

  #show() {
    this.node.replaceChildren(...[...this.#cards.values()].reverse().map((card) => this.#card(card)));
    this.node.hidden = !this.#cards.size;
  }

  #card(card) {
    const { pop } = card;
    const about = [
      pop.withheld && "number withheld",
      pop.queue && `queue ${pop.queue}`,
      pop.agents.length && `from ${pop.agents.join(", ")}`,
      clock(pop.at),
    ];
    const close = el("button", { type: "button", className: "quiet", "aria-label": "Hide this call", on: { click: () => this.#close(pop.call) } }, "✕");
    return el(
      "article",
      { className: "call", "data-standing": pop.standing },
      el(
        "header",
        {},
        el("p", { className: "call-standing" }, STANDING[pop.standing]),
        el("h2", {}, who(pop)),
        el("p", { className: "trail" }, about.filter(Boolean).join(" · ")),
        close,
      ),
      ...this.#whose(card),
      pop.reason ? el("p", { className: "call-reason" }, pop.reason) : "",
      el(
        "p",
        { className: "chips" },
        ...(pop.badges.length ? pop.badges.map(still) : [el("span", { className: "trail" }, pop.network ?? "The network says nothing.")]),
      ),
      ...(pop.case ? this.#carried(pop.case) : []),
      this.#last(pop),
      pop.standing === "left" ? this.#wrapUp(pop) : this.#ways(pop),
    );
  }

  /** The customer of the number; where several share it, all of them, as nobody is guessed. */
  #whose(card) {
    const { customers, customer, msisdn } = card.pop;
    if (customers === null) return customer ? [el("p", { className: "trail" }, `Customer ${customer}, as the telephone system says`)] : [];
    if (!customers.length) return msisdn ? [el("p", { className: "trail" }, "No customer is known by this number")] : [];
    const shown = customers.some(({ verified }) => verified) ? customers.filter(({ verified }) => verified) : customers;
    const named = shown.map((one) => el("li", {}, el("b", {}, one.record.name ?? "Customer"), " ", standing(one), this.#verify(card, one)));
    const several = named.length > 1 && el("p", { className: "trail" }, `${named.length} customers share this number. Ask who is calling:`);
    return [several || "", el("ul", { className: "call-customers" }, ...named)];
  }

  /** Kept with the card: what has been typed outlives the next event of the call. */
  #verify({ pop, answered, verifications }, { id, verified }) {
    if (verified || !answered || !this.mayVerify || !pop.interaction || pop.standing === "left") return "";
    if (!verifications.has(id)) verifications.set(id, verification(id, pop.interaction, () => this.#askWho(pop)));
    return verifications.get(id);
  }

  /** The case that comes with the call, and what need not be asked again. */
  #carried({ id, words, checked }) {
    const rows = checked.slice(0, MOST_CHECKED).map(({ question, known }) =>
      el("li", {}, `${question} `, el("b", {}, known.map(({ value, unit }) => valueInWords(value, unit)).join("; "))),
    );
    const more = checked.length - rows.length;
    return [
      el("p", { className: "call-case" }, `Case #${id}: ${words}`),
      rows.length ? el("p", { className: "trail" }, "Already checked, do not ask again:") : "",
      rows.length ? el("ul", { className: "checked" }, ...rows, more > 0 ? el("li", { className: "trail" }, `and ${more} more in the case`) : "") : "",
    ];
  }

  #last({ earlier: [last] }) {
    if (!last) return "";
    const words = [last.channel, clock(last.started_at), last.reason || last.description].filter(Boolean).join(", ");
    return el("p", { className: "trail" }, `Last contact: ${words}`);
  }

  #ways(pop) {
    const open = pop.open_cases.filter(({ id }) => id !== pop.case?.id);
    const cases = [...(pop.case ? [pop.case] : []), ...open].map(({ id, words }, place) =>
      el(
        "button",
        { type: "button", className: place ? "secondary" : "primary", title: words, on: { click: () => this.openCase(id) } },
        `Open case #${id}`,
      ),
    );
    const anew = el(
      "button",
      { type: "button", className: cases.length ? "secondary" : "primary", on: { click: () => this.takeUp(pop.msisdn) } },
      cases.length ? "Another trouble" : "Take up the trouble",
    );
    return el("p", { className: "ways" }, ...cases, anew);
  }

  /** When the call is over: what it came to. */
  #wrapUp(pop) {
    const codes = Object.entries(this.#codes ?? {}).map(([code, title]) => el("option", { value: code }, title));
    const code = el("select", { "aria-label": "What the call came to" }, el("option", { value: "" }, "What it came to…"), ...codes);
    const words = el("input", { maxLength: 4000, placeholder: "In words, optional", "aria-label": "What the call came to, in words" });
    const problem = el("p", { className: "problem", role: "alert", hidden: true });
    const done = async (event) => {
      event.preventDefault();
      try {
        await post(`/v1/interactions/${pop.interaction}/end`, { description: words.value.trim(), ...(code.value && { wrap_up: code.value }) });
        this.#close(pop.call);
      } catch (error) {
        problem.textContent = error.message;
        problem.hidden = false;
      }
    };
    return el("form", { className: "ways", on: { submit: done } }, code, words, el("button", { className: "primary" }, "Done"), problem);
  }
}

const who = ({ msisdn, withheld }) => (msisdn ? `+${msisdn}` : withheld ? "Number withheld" : "Number not known");
const standing = ({ id, status, verified }) => el("span", { className: "trail", title: id }, `${status} · ${verified ? "verified" : "not verified"}`);
const isTrouble = ({ severity, stale }) => !stale && ["critical", "major", "minor"].includes(severity);
