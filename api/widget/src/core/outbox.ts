// What has to reach the server sooner or later: kept over reloads until it has, in order.

import type { Client } from "./client.js";
import { keep, kept } from "./keep.js";

interface Letter {
  path: string;
  body: unknown;
}

const MOST = 200;

/** Letters to a server. Feedback is one: it must neither get lost nor hold anybody up. */
export class Outbox {
  #sending = false;

  constructor(private readonly client: Client) {
    client.connection.addEventListener("change", () => client.connection.state === "online" && void this.deliver());
    if (kept<Letter[]>(this.#place, []).length) setTimeout(() => void this.deliver(), 1_000);
  }

  get waiting(): number {
    return kept<Letter[]>(this.#place, []).length;
  }

  post(path: string, body: unknown): void {
    keep(this.#place, [...kept<Letter[]>(this.#place, []), { path, body }].slice(-MOST));
    void this.deliver();
  }

  async deliver(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let letters = kept<Letter[]>(this.#place, []); letters.length; letters = kept<Letter[]>(this.#place, [])) {
        const [first] = letters as [Letter];
        try {
          await this.client.post(first.path, first.body, { keepalive: true });
        } catch (problem) {
          if (!(problem as { isFinal?: boolean }).isFinal) return; // later, when the server is back
        }
        keep(this.#place, kept<Letter[]>(this.#place, []).slice(1));
      }
    } finally {
      this.#sending = false;
    }
  }

  get #place(): string {
    return `outbox ${this.client.base}`;
  }
}
