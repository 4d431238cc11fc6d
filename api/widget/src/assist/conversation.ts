// A conversation: questions with their answers as they come in, kept over a reload.

import type { Answer, AnswerRequest, Pools, Sentence } from "../core/api.js";
import { type Client, Problem } from "../core/client.js";
import { keepLately, kept } from "../core/keep.js";
import { serverEvents } from "../core/stream.js";

export type Judgement = "correct" | "wrong" | "unclear" | "incorrect";

export interface Turn {
  id: string;
  question: string;
  /** `waiting`: it is asked as soon as the server can be reached. */
  state: "asking" | "waiting" | "done" | "failed" | "stopped";
  sentences: Sentence[];
  pools: Pools | null;
  answer: Answer | null;
  problem: string;
  /** The line was not known to the network, so the answer does not heed it. */
  withoutLine: boolean;
  judged: Judgement | null;
}

export interface Wishes {
  product: string;
  audience: string;
  msisdn: string | null;
}

const KIND = "conversation";
const MOST_KEPT = 15; // conversations over a reload, and turns of each: a tab may keep a few megabytes
const MOST_TURNS_KEPT = 10;
const MOST_TURNS = 30;
const MOST_SENT = 20;
const LINE_REFUSED = new Set([403, 404, 422, 503]);

/** The turns of one element. Fires `change` when one of them has changed, `answered` (a Turn in `detail`) when one is whole. */
export class Conversation extends EventTarget {
  turns: Turn[] = [];
  cut = false; // earlier turns are no longer there
  #place: string | null = null;
  #asking: AbortController | null = null;

  /** Take up the conversation that was kept there. */
  load(place: string): void {
    if (place === this.#place) return;
    this.stop();
    this.#place = place;
    this.turns = kept<Turn[]>(`${KIND} ${place}`, []).map((turn) =>
      turn.state === "asking" ? { ...turn, state: "stopped" as const, sentences: [], pools: null } : turn,
    );
    this.cut = false;
    this.#changed();
  }

  static isKept(place: string): boolean {
    return kept<Turn[]>(`${KIND} ${place}`, []).length > 0;
  }

  /** Go on there, also with what is being asked. */
  move(place: string): void {
    if (this.#place !== null) keepLately(KIND, this.#place, undefined, MOST_KEPT);
    this.#place = place;
    this.#changed();
  }

  get isAsking(): boolean {
    return this.#asking !== null;
  }

  clear(): void {
    this.stop();
    this.turns = [];
    this.cut = false;
    this.#changed();
  }

  stop(): void {
    this.#asking?.abort();
  }

  /** Ask, and let the answer come in. */
  async ask(client: Client, question: string, wishes: Wishes, again?: Turn): Promise<void> {
    this.stop();
    const asking = new AbortController();
    this.#asking = asking;
    const turn: Turn = again ?? { ...fresh(), id: crypto.randomUUID(), question, judged: null };
    Object.assign(turn, fresh());
    if (!again) {
      this.cut ||= this.turns.length >= MOST_TURNS;
      this.turns = [...this.turns, turn].slice(-MOST_TURNS);
    }
    this.#changed();
    try {
      await this.#untilAnswered(client, turn, wishes, asking.signal);
      turn.state = "done";
      this.dispatchEvent(new CustomEvent<Turn>("answered", { detail: turn }));
    } catch (error) {
      if (asking.signal.aborted) turn.state = "stopped";
      else {
        turn.state = "failed";
        turn.problem = error instanceof Problem ? error.message : String(error);
      }
    } finally {
      if (this.#asking === asking) this.#asking = null;
      this.#changed();
    }
  }

  /** Asking changes nothing, so it may be done again: when the server was away, and without a line nobody knows. */
  async #untilAnswered(client: Client, turn: Turn, wishes: Wishes, signal: AbortSignal): Promise<void> {
    let { msisdn } = wishes;
    for (;;) {
      try {
        await this.#stream(client, turn, { ...wishes, msisdn }, signal);
        return;
      } catch (error) {
        if (signal.aborted || !(error instanceof Problem)) throw error;
        if (error.status === 0) {
          Object.assign(turn, fresh(), { state: "waiting" });
          this.#changed();
          await client.connection.back(signal);
          Object.assign(turn, fresh());
        } else if (msisdn && LINE_REFUSED.has(error.status)) {
          msisdn = null;
          Object.assign(turn, fresh(), { withoutLine: true });
        } else throw error;
      }
    }
  }

  async #stream(client: Client, turn: Turn, wishes: Wishes, signal: AbortSignal): Promise<void> {
    const response = await client.send("POST", "/v1/answers", {
      body: this.#request(turn, wishes),
      headers: { Accept: "text/event-stream" },
      signal,
    });
    try {
      for await (const events of serverEvents(response.body as ReadableStream<Uint8Array>)) {
        for (const { event, data } of events) {
          if (event === "passages") turn.pools = JSON.parse(data) as Pools;
          else if (event === "sentence") turn.sentences.push(JSON.parse(data) as Sentence);
          else if (event === "answer") turn.answer = JSON.parse(data) as Answer;
          else if (event === "problem") throw new Problem(JSON.parse(data));
        }
        if (turn.sentences.length && !turn.answer) this.dispatchEvent(new Event("change"));
      }
    } catch (error) {
      if (error instanceof Problem || signal.aborted) throw error;
      client.connection.lost(); // it broke off on the way
      throw new Problem({});
    }
    if (!turn.answer) throw new Problem({});
    turn.sentences = [];
    turn.pools = null; // the answer has them
  }

  #request(turn: Turn, { product, audience, msisdn }: Wishes): AnswerRequest {
    const before = this.turns.slice(0, this.turns.indexOf(turn)).flatMap(({ question, answer }) =>
      answer
        ? [
            { role: "agent" as const, text: question },
            { role: "assistant" as const, text: answer.text },
          ]
        : [],
    );
    return {
      question: turn.question,
      context: { turns: before.slice(-MOST_SENT), ...(product && { product }), ...(audience && { audience }) },
      ...(msisdn && { msisdn }),
    };
  }

  /** Keep it as it is now. */
  save(): void {
    if (this.#place === null) return;
    const turns = this.turns.slice(-MOST_TURNS_KEPT);
    keepLately(KIND, this.#place, turns.length ? turns : undefined, MOST_KEPT);
  }

  #changed(): void {
    this.save();
    this.dispatchEvent(new Event("change"));
  }
}

const fresh = (): Omit<Turn, "id" | "question" | "judged"> => ({
  state: "asking",
  sentences: [],
  pools: null,
  answer: null,
  problem: "",
  withoutLine: false,
});
