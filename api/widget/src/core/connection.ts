// Whether the server can be reached, as it is: seen from the requests themselves, and asked for while it cannot be.

export type ConnectionState = "online" | "slow" | "offline";

const SLOW_AFTER = 3_000;
const PROBE_FIRST = 1_000;
const PROBE_LATEST = 15_000;

/** Fires `change` when the state changes. */
export class Connection extends EventTarget {
  #state: ConnectionState = "online";
  #slow = 0;
  #probing = false;

  constructor(private readonly probe: () => Promise<boolean>) {
    super();
    if (globalThis.navigator?.onLine === false) this.lost();
    globalThis.addEventListener?.("offline", () => this.lost());
    globalThis.addEventListener?.("online", () => void this.#look());
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** A request has been sent; call what this gives when its response has begun, or it has failed. */
  sent(): (reached: boolean) => void {
    let waiting = false;
    const timer = setTimeout(() => {
      waiting = true;
      this.#slow += 1;
      if (this.#state === "online") this.#become("slow");
    }, SLOW_AFTER);
    return (reached) => {
      clearTimeout(timer);
      if (waiting) this.#slow -= 1;
      if (!reached) this.lost();
      else this.#become(this.#slow ? "slow" : "online");
    };
  }

  /** The server could not be reached: ask again and again until it can. */
  lost(): void {
    this.#become("offline");
    void this.#keepLooking();
  }

  /** Settles as soon as the server can be reached. */
  async back(signal?: AbortSignal): Promise<void> {
    while (this.#state === "offline") {
      signal?.throwIfAborted();
      const waited = new AbortController(); // nothing stays behind on a signal that lives as long as the page
      await new Promise<void>((resolve) => {
        this.addEventListener("change", () => resolve(), { once: true, signal: waited.signal });
        signal?.addEventListener("abort", () => resolve(), { once: true, signal: waited.signal });
      });
      waited.abort();
    }
    signal?.throwIfAborted();
  }

  async #keepLooking(): Promise<void> {
    if (this.#probing) return;
    this.#probing = true;
    for (let pause = PROBE_FIRST; this.#state === "offline"; pause = Math.min(pause * 2, PROBE_LATEST)) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      await this.#look();
    }
    this.#probing = false;
  }

  async #look(): Promise<void> {
    if (this.#state === "offline" && (await this.probe())) this.#become("online");
  }

  #become(state: ConnectionState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.dispatchEvent(new Event("change"));
  }
}
