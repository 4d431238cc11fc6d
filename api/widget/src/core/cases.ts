// The case that is worked on: read once for all elements of a group, and followed as others change it.

import type { CaseRead, TraceStep } from "./api.js";
import { type Client, Problem } from "./client.js";
import type { Context } from "./context.js";
import { follow } from "./stream.js";

const LOOK_AGAIN = 300;

/** Fires `change` when the case, its steps or what went wrong have changed. */
export class CaseDesk extends EventTarget {
  case: CaseRead | null = null;
  steps: TraceStep[] = [];
  problem: Problem | null = null;
  busy = false;
  #id: number | null = null;
  #users = 0;
  #following = new AbortController();
  #later: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly client: Client,
    private readonly context: Context,
  ) {
    super();
    context.addEventListener("change", () => this.#users && this.#move());
  }

  /** Follow the case that is picked until `signal` ends it. */
  use(signal: AbortSignal): void {
    this.#users += 1;
    signal.addEventListener("abort", () => {
      this.#users -= 1;
      if (!this.#users) this.#leave();
    });
    this.#move();
  }

  #move(): void {
    if (this.context.case === this.#id) return;
    this.#leave();
    this.#id = this.context.case;
    this.#changed();
    if (this.#id !== null) void this.#open(this.#id);
  }

  #leave(): void {
    this.#following.abort();
    this.#following = new AbortController();
    if (this.#later) clearTimeout(this.#later);
    this.#later = this.#id = this.case = this.problem = null;
    this.steps = [];
    this.busy = false;
  }

  /** Read it again, after something went wrong. */
  again(): void {
    const id = this.#id;
    this.#leave();
    this.#id = id;
    this.#changed();
    if (id !== null) void this.#open(id);
  }

  async #open(id: number): Promise<void> {
    const { signal } = this.#following;
    await this.#read(id, signal);
    if (signal.aborted || this.problem) return;
    await follow(
      this.client,
      `/v1/cases/${id}/events`,
      ({ event, data }) => event === "step" && this.#step(JSON.parse(data) as TraceStep),
      signal,
      (problem) => this.#fail(problem),
    );
  }

  async #read(id: number, signal: AbortSignal): Promise<void> {
    try {
      const found = await this.client.get<CaseRead>(`/v1/cases/${id}`, signal);
      if (!signal.aborted) this.show(found);
    } catch (problem) {
      if (!signal.aborted) this.#fail(problem);
    }
  }

  /** A case as it was just read or changed. */
  show(found: CaseRead): void {
    if (this.#id !== null && found.id !== this.#id) return;
    this.case = found;
    this.problem = null;
    this.#id = found.id;
    this.context.pick({ case: found.id, ...(found.msisdn && { msisdn: found.msisdn }) });
    this.#changed();
  }

  #step(step: TraceStep): void {
    if (this.steps.some(({ seq }) => seq === step.seq)) return;
    this.steps = [...this.steps, step];
    this.#changed();
    const { signal } = this.#following;
    if (!this.case || step.version <= this.case.version || this.busy || this.#later) return;
    this.#later = setTimeout(() => {
      this.#later = null;
      if (this.#id !== null && !this.busy) void this.#read(this.#id, signal);
    }, LOOK_AGAIN);
  }

  /** Send a wish about the case. What came of it is shown; a Problem if it was refused. */
  async send(what: string, body?: Record<string, unknown>): Promise<CaseRead | Problem> {
    const before = this.case;
    if (!before || this.busy) return new Problem({});
    this.busy = true;
    this.#changed();
    try {
      const path = `/v1/cases/${before.id}/${what}`;
      const found = await this.client.post<CaseRead>(path, body && { ...body, version: before.version });
      this.busy = false;
      this.show(found);
      return found;
    } catch (error) {
      this.busy = false;
      const problem = error instanceof Problem ? error : new Problem({ detail: String(error) });
      if (problem.status === 409) await this.#read(before.id, this.#following.signal); // as somebody else has left it
      this.#changed();
      return problem;
    }
  }

  #fail(problem: unknown): void {
    this.problem = problem instanceof Problem ? problem : new Problem({ detail: String(problem) });
    this.#changed();
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}

const desks = new WeakMap<Context, Map<Client, CaseDesk>>();

/** The desk of a group's elements at one server. */
export function deskOf(client: Client, context: Context): CaseDesk {
  const found = desks.get(context) ?? new Map<Client, CaseDesk>();
  desks.set(context, found);
  const desk = found.get(client) ?? new CaseDesk(client, context);
  found.set(client, desk);
  return desk;
}
