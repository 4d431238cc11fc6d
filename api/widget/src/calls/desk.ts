// The agent's contacts: calls as the telephone system tells of them, and those begun by hand; shared by all elements of a group.

import { may } from "../core/api.js";
import type { Client } from "../core/client.js";
import type { Context } from "../core/context.js";
import { keep, kept } from "../core/keep.js";
import { follow } from "../core/stream.js";
import type { CustomerRead } from "../customer/api.js";
import type { Call, Card, Contact, Pop } from "./api.js";

/** Fires `change` when a contact comes, stands otherwise or goes, and `came` and `stands` with its card for who speaks them. */
export class CallDesk extends EventTarget {
  cards: Card[] = []; // the newest first
  wrapUps: Record<string, string> | null = null;
  #users = 0;
  #following = new AbortController();

  constructor(
    private readonly client: Client,
    private readonly context: Context,
  ) {
    super();
    client.addEventListener("signed-out", () => this.#leave());
  }

  /** Follow the calls of whoever is signed in, until `signal` ends it. */
  use(signal: AbortSignal): void {
    this.#users += 1;
    signal.addEventListener("abort", () => {
      this.#users -= 1;
      if (!this.#users) this.#leave();
    });
    if (this.#users === 1) void this.#begin();
  }

  async #begin(): Promise<void> {
    this.#following = new AbortController();
    const { signal } = this.#following;
    const me = await this.client.me().catch(() => null);
    if (signal.aborted || !may(me, "cases:read")) return;
    globalThis.addEventListener(
      "t2r-case-opened",
      (event) => this.#caseOpened(event as CustomEvent<{ case: number }>),
      { signal },
    );
    for (const id of kept<number[]>(this.#place, [])) void this.#goOn(id, signal);
    await follow(
      this.client,
      "/v1/cti/pops",
      ({ event, data }) => {
        if (event === "pop") this.#come(JSON.parse(data) as Pop);
        else if (event === "call") void this.#stand(JSON.parse(data) as Call);
      },
      signal,
    );
  }

  #leave(): void {
    this.#following.abort();
    this.cards = [];
    this.#changed();
  }

  /** The contact that goes on with a line. */
  of(line: string | null): Card | null {
    return (
      this.cards.find(
        ({ pop }) => line !== null && pop.msisdn === line && pop.interaction !== null && pop.standing !== "left",
      ) ?? null
    );
  }

  /** The whole workspace is about this contact now, and about a case of it. */
  take(card: Card, about: number | null = null): void {
    card.taken = card.folded = true;
    const { msisdn, case: carried } = card.pop;
    this.context.pick({ msisdn, case: about ?? carried?.id ?? null });
    if (about !== null) void this.link(card, about);
    this.#changed();
  }

  /** Say which case a contact is about. */
  async link(card: Card, about: number): Promise<void> {
    const { interaction } = card.pop;
    if (interaction === null || card.about === about) return;
    card.about = about;
    this.#changed();
    await this.client.post(`/v1/interactions/${interaction}/case`, { case: about }).catch(() => {
      card.about = null;
      this.#changed();
    });
  }

  fold(card: Card, folded: boolean): void {
    card.folded = folded;
    this.#changed();
  }

  /** Show it no more. */
  dismiss(card: Card): void {
    this.cards = this.cards.filter((each) => each !== card);
    this.#keepOwn();
    this.#changed();
  }

  /** A contact of which no telephone system tells: one that somebody has come to the desk for, say. Throws a Problem. */
  async begin(line: string): Promise<Card> {
    const found = this.of(line);
    if (found) return found;
    return this.#own(
      await this.client.post<Contact>("/v1/interactions", {
        msisdn: line,
        ...(this.context.case !== null && { case: this.context.case }),
      }),
    );
  }

  /** A contact that was begun by hand is over: what it came to can be said now. */
  over(card: Card): void {
    card.pop.standing = "left";
    card.folded = false;
    void this.#wrapUps();
    this.#changed();
  }

  /** What a contact came to. Throws a Problem. */
  async end(card: Card, description: string, wrapUp: string): Promise<void> {
    await this.client.post(`/v1/interactions/${card.pop.interaction}/end`, {
      description,
      ...(wrapUp && { wrap_up: wrapUp }),
    });
    this.dismiss(card);
  }

  /** Whether the customer has shown in a contact who they are. */
  verified(interaction: number | null, verified: boolean): void {
    const card = this.cards.find(({ pop }) => interaction !== null && pop.interaction === interaction);
    if (!card || card.verified === verified) return;
    card.verified = verified;
    void this.#lookUp(card);
    this.#changed();
  }

  // What the telephone system tells

  #come(pop: Pop): void {
    // a consultation that became the call itself, or a call that is told of again, is one card
    const before = this.cards.find(
      (card) => card.pop.call === pop.call || (pop.interaction !== null && card.pop.interaction === pop.interaction),
    );
    const card = cardOf(pop, before);
    this.cards = [card, ...this.cards.filter((each) => each !== before)];
    void this.#lookUp(card);
    this.#changed();
    this.dispatchEvent(new CustomEvent<Card>("came", { detail: card }));
  }

  async #stand({ call, standing }: Call): Promise<void> {
    const card = this.cards.find(({ pop }) => pop.call === call);
    if (!card) return;
    const isAnswered = card.pop.standing === "ringing" && standing === "talking";
    card.pop.standing = standing;
    card.answered ||= standing === "talking";
    if (standing === "left") {
      const { interaction } = card.pop;
      // never answered, among agents, or somebody else's now: nobody here has to say what it came to
      if (interaction === null || !card.answered || (await this.#goesOn(interaction))) {
        this.dismiss(card);
        return;
      }
      card.folded = false;
      await this.#wrapUps();
    }
    if (isAnswered && !card.taken) this.take(card);
    else this.#changed();
    this.dispatchEvent(new CustomEvent<Card>("stands", { detail: card }));
  }

  async #goesOn(interaction: number): Promise<boolean> {
    const found = await this.client.get<Contact>(`/v1/interactions/${interaction}`).catch(() => null);
    return found === null || found.status !== "completed";
  }

  async #wrapUps(): Promise<void> {
    if (this.wrapUps) return;
    const codes = await this.client.get<{ wrap_ups: Record<string, string> }>("/v1/case-codes").catch(() => null);
    this.wrapUps = codes?.wrap_ups ?? null;
    this.#changed();
  }

  /** Whose line it is: the server tells it with the call, and again where the CRM had to be asked or somebody was verified meanwhile. */
  async #lookUp(card: Card): Promise<void> {
    const { interaction, customers, standing } = card.pop;
    const me = await this.client.me().catch(() => null);
    if (!may(me, "customers:read")) {
      card.people = [];
      return;
    }
    card.people = customers ?? card.people;
    if (interaction !== null && (customers === null || card.verified || standing !== "ringing")) {
      card.people = await this.client
        .get<CustomerRead[]>(`/v1/interactions/${interaction}/customers`)
        .catch(() => card.people);
      card.verified = card.people?.some(({ verified }) => verified) ?? false;
    }
    card.people ??= [];
    this.#changed();
  }

  // Those begun by hand

  #own(contact: Contact): Card {
    const pop: Pop = {
      number: 0,
      at: contact.started_at,
      call: `own-${contact.id}`,
      standing: "talking",
      kind: "Inbound",
      interaction: contact.id,
      msisdn: contact.msisdn,
      withheld: false,
      dialled: null,
      queue: null,
      reason: contact.reason,
      customer: null,
      customers: null,
      agents: [],
      case: null,
      open_cases: [],
      earlier: [],
      badges: [],
      network: "",
    };
    const card: Card = { ...cardOf(pop), taken: true, folded: true, own: true, about: contact.case };
    this.cards = [card, ...this.cards];
    this.#keepOwn();
    void this.#lookUp(card);
    this.#changed();
    return card;
  }

  async #goOn(id: number, signal: AbortSignal): Promise<void> {
    const found = await this.client.get<Contact>(`/v1/interactions/${id}`, signal).catch(() => null);
    if (found?.status === "inProgress" && !signal.aborted) this.#own(found);
  }

  #keepOwn(): void {
    const own = this.cards.filter((card) => card.own).map(({ pop }) => pop.interaction);
    keep(this.#place, own.length ? own : undefined);
  }

  /** A case that is opened while its customer is there is what the contact is about. */
  #caseOpened({ detail }: CustomEvent<{ case: number }>): void {
    const card = this.of(this.context.msisdn);
    if (card && card.about === null && card.pop.case === null && detail.case === this.context.case)
      void this.link(card, detail.case);
  }

  get #place(): string {
    return `contacts ${this.context.group}`;
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}

function cardOf(pop: Pop, before?: Card): Card {
  return {
    pop,
    answered: pop.standing !== "ringing",
    taken: before?.taken ?? false,
    folded: before?.folded ?? false,
    about: pop.case?.id ?? before?.about ?? null,
    people: before?.people ?? null,
    verified: before?.verified ?? false,
    own: false,
  };
}

const desks = new WeakMap<Context, Map<Client, CallDesk>>();

/** The contacts of a group's elements at one server. */
export function callsOf(client: Client, context: Context): CallDesk {
  const found = desks.get(context) ?? new Map<Client, CallDesk>();
  desks.set(context, found);
  const desk = found.get(client) ?? new CallDesk(client, context);
  found.set(client, desk);
  return desk;
}
