// Server-sent events over fetch: unlike an EventSource it sends a token, and stops while nobody looks at the page.

import { type Client, Problem } from "./client.js";

export interface ServerEvent {
  event: string;
  data: string;
  id: string | null;
}

const PAUSE_FIRST = 500;
const PAUSE_LATEST = 15_000;

/** The events of a response's body, as they come: those that came together are given together, to be shown at once. */
export async function* serverEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent[]> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      const blocks = rest.split(/\r?\n\r?\n/);
      rest = blocks.pop() ?? "";
      const events = blocks.map(parsed).filter((event) => event !== null);
      if (events.length) yield events;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function parsed(block: string): ServerEvent | null {
  const data: string[] = [];
  let event = "message";
  let id: string | null = null;
  for (const line of block.split(/\r?\n/)) {
    const [, name, value] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (name === "data") data.push(value ?? "");
    else if (name === "event") event = value ?? "";
    else if (name === "id") id = value ?? null;
  }
  return data.length ? { event, data: data.join("\n"), id } : null;
}

/**
 * Follow a stream until `signal` ends it: after a break it goes on where it was. A problem that asking again would not
 * change (there is no such case, one may not see it) ends it, and is given to `failed`; `broken` is called at each break.
 */
export async function follow(
  client: Client,
  path: string,
  heard: (event: ServerEvent) => void,
  signal: AbortSignal,
  failed: (problem: Problem) => void = () => undefined,
  broken: () => void = () => undefined,
): Promise<void> {
  let last: string | null = null;
  let pause = PAUSE_FIRST;
  while (!signal.aborted) {
    await visible(signal);
    const opened = new AbortController();
    const stop = () => opened.abort();
    const hide = () => document.hidden && stop();
    signal.addEventListener("abort", stop, { once: true });
    document.addEventListener("visibilitychange", hide);
    try {
      const headers = { Accept: "text/event-stream", ...(last !== null && { "Last-Event-ID": last }) };
      const response = await client.send("GET", path, { headers, signal: opened.signal });
      pause = PAUSE_FIRST;
      for await (const events of serverEvents(response.body as ReadableStream<Uint8Array>)) {
        for (const event of events) {
          last = event.id ?? last;
          heard(event);
        }
      }
    } catch (error) {
      if (error instanceof Problem && error.isFinal) {
        if (!signal.aborted) failed(error);
        return;
      }
    } finally {
      signal.removeEventListener("abort", stop);
      document.removeEventListener("visibilitychange", hide);
    }
    if (!signal.aborted) broken();
    if (!signal.aborted && !document.hidden) {
      await rest(pause, signal);
      pause = Math.min(pause * 2, PAUSE_LATEST);
    }
  }
}

async function visible(signal: AbortSignal): Promise<void> {
  while (document.hidden && !signal.aborted) {
    await unless(signal, (resolve, over) =>
      document.addEventListener("visibilitychange", resolve, { once: true, signal: over }),
    );
  }
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return unless(signal, (resolve, over) => {
    const timer = setTimeout(resolve, ms);
    over.addEventListener("abort", () => clearTimeout(timer));
  });
}

/** Wait for what `begin` resolves, or for `signal`; nothing stays behind on a signal that lives as long as the page. */
async function unless(signal: AbortSignal, begin: (resolve: () => void, over: AbortSignal) => void): Promise<void> {
  const waited = new AbortController();
  await new Promise<void>((resolve) => {
    begin(resolve, waited.signal);
    signal.addEventListener("abort", () => resolve(), { once: true, signal: waited.signal });
  });
  waited.abort();
}
