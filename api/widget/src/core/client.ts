// Talking to the server: one client a server, shared by all elements of the page.

import { type Codes, documentPath, type KnowledgeDocument, type Me } from "./api.js";
import { Connection } from "./connection.js";
import { Outbox } from "./outbox.js";

/** Gives a short-lived token, and a new one whenever it is asked again. */
export type TokenSource = () => Promise<string>;

interface Sending {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  keepalive?: boolean;
}

const RETRIES = [300, 1_200];
const WORTH_RETRYING = new Set([429, 502, 503, 504]);
const LONGEST_WAIT = 5_000;
const MOST_DOCUMENTS = 60;
const DOCUMENT_HOLDS = 300_000; // ms: others may have mended it

/** What the server explained (RFC 9457 problem details); status 0: it could not be reached. */
export class Problem extends Error {
  readonly status: number;
  readonly fields: { field: string; message: string }[];
  /** All that was told, such as both sides of a conflict. */
  readonly details: Record<string, unknown>;

  constructor(details: {
    status?: number;
    detail?: string;
    id?: string;
    errors?: { field: string; message: string }[];
  }) {
    super(details.id ? `${details.detail} (${details.id})` : (details.detail ?? ""));
    this.status = details.status ?? 0;
    this.fields = details.errors ?? [];
    this.details = details;
  }

  /** Whether asking again would end the same way. */
  get isFinal(): boolean {
    return this.status >= 400 && this.status < 500 && this.status !== 408 && this.status !== 429;
  }
}

/** The server at `base`. Fires `signed-out` when it no longer knows who is asking. */
export class Client extends EventTarget {
  readonly connection: Connection;
  readonly outbox: Outbox;
  #source: TokenSource | null = null;
  #token: Promise<string> | null = null;
  #me: Promise<Me> | null = null;
  #codes: Promise<Codes> | null = null;
  readonly #documents = new Map<string, { at: number; found: Promise<KnowledgeDocument> }>();

  constructor(readonly base: string) {
    super();
    this.connection = new Connection(async () => {
      const answered = await fetch(`${base}/healthz`, { cache: "no-store", credentials: "omit" }).catch(() => null);
      return answered?.ok ?? false;
    });
    this.outbox = new Outbox(this);
  }

  /** Where tokens come from; without a source the browser's session is used. */
  set tokens(source: TokenSource | null) {
    if (source === this.#source) return;
    this.#source = source;
    this.forget();
  }

  /** Forget who is signed in and what they were shown. */
  forget(): void {
    this.#token = this.#me = this.#codes = null;
    this.#documents.clear();
  }

  async get<T>(path: string, signal?: AbortSignal): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return (await (await this.send("GET", path, signal ? { signal } : {})).json()) as T;
      } catch (error) {
        const pause = RETRIES[attempt];
        if (pause === undefined || !(error instanceof Problem) || error.isFinal) throw error;
        await new Promise((resolve) => setTimeout(resolve, pause));
        signal?.throwIfAborted();
      }
    }
  }

  async post<T>(path: string, body?: unknown, sending: Omit<Sending, "body"> = {}): Promise<T> {
    return (await (await this.send("POST", path, { ...sending, body })).json()) as T;
  }

  async remove(path: string): Promise<void> {
    await this.send("DELETE", path);
  }

  /** Who is signed in. */
  me(): Promise<Me> {
    this.#me ??= this.get<Me>("/v1/session").catch((problem: unknown) => {
      this.#me = null;
      throw problem;
    });
    return this.#me;
  }

  /** The codes that cases are closed with. */
  codes(): Promise<Codes> {
    this.#codes ??= this.get<Codes>("/v1/case-codes").catch((problem: unknown) => {
      this.#codes = null;
      throw problem;
    });
    return this.#codes;
  }

  /** A document as it is; the last ones are kept for a while, as an answer's sources are read again and again. */
  document(id: string): Promise<KnowledgeDocument> {
    const before = this.#documents.get(id);
    this.#documents.delete(id);
    const kept =
      before && Date.now() - before.at < DOCUMENT_HOLDS
        ? before
        : {
            at: Date.now(),
            found: this.get<KnowledgeDocument>(documentPath(id)).catch((problem: unknown) => {
              this.#documents.delete(id);
              throw problem;
            }),
          };
    this.#documents.set(id, kept);
    const [oldest] = this.#documents.keys();
    if (this.#documents.size > MOST_DOCUMENTS && oldest !== undefined) this.#documents.delete(oldest);
    return kept.found;
  }

  /** A document is another now: it is read anew. */
  renew(id: string): void {
    this.#documents.delete(id);
  }

  /** One request. Throws a Problem, or what `signal` was ended with. */
  async send(method: string, path: string, sending: Sending = {}): Promise<Response> {
    const used = this.#token;
    const response = await this.#fetch(method, path, sending);
    if (response.ok) return response;
    if (response.status === 401 && this.#source && (used === null || used === this.#token)) {
      this.#token = null; // it may have run out: once more with a new one
      const again = await this.#fetch(method, path, sending);
      if (again.ok) return again;
      return this.#refuse(again);
    }
    if (WORTH_RETRYING.has(response.status)) {
      const seconds = Number(response.headers.get("Retry-After"));
      if (seconds > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(seconds * 1_000, LONGEST_WAIT)));
    }
    return this.#refuse(response);
  }

  async #fetch(method: string, path: string, { body, headers, signal, keepalive }: Sending): Promise<Response> {
    const token = await this.#bearer();
    const done = this.connection.sent();
    try {
      const response = await fetch(this.base + path, {
        method,
        credentials: this.#source ? "omit" : "same-origin",
        headers: {
          ...(body !== undefined && { "Content-Type": "application/json" }),
          ...(token !== null && { Authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal && { signal }),
        ...(keepalive && { keepalive }),
      });
      done(true);
      return response;
    } catch (error) {
      if (signal?.aborted) {
        done(true);
        throw error;
      }
      done(false);
      throw new Problem({});
    }
  }

  async #bearer(): Promise<string | null> {
    if (!this.#source) return null;
    this.#token ??= this.#source();
    try {
      return await this.#token;
    } catch (error) {
      this.#token = null;
      throw error instanceof Problem ? error : new Problem({ status: 401, detail: String(error) });
    }
  }

  async #refuse(response: Response): Promise<never> {
    if (response.status === 401) {
      this.forget();
      this.dispatchEvent(new Event("signed-out"));
    }
    const details = await response.json().catch(() => ({ detail: response.statusText }));
    throw new Problem({ ...details, status: response.status });
  }
}

const clients = new Map<string, Client>();

/** The client of a server. */
export function clientOf(base: string): Client {
  const address = base.replace(/\/+$/, "");
  let found = clients.get(address);
  if (!found) {
    found = new Client(address);
    clients.set(address, found);
  }
  return found;
}

/** A source of tokens: the page's own back end, which mints them for whoever is signed in there. */
export function tokensFrom(url: string): TokenSource {
  return async () => {
    const response = await fetch(url, { method: "POST", credentials: "same-origin" });
    if (!response.ok) throw new Problem({ status: 401, detail: `${response.status} ${response.statusText}` });
    const { token } = (await response.json()) as { token: string };
    return token;
  };
}
