// What a page and the frame in it say to each other, and to nobody else: both sides check who is speaking.

import type { Place } from "../core/api.js";

/** From the page to the frame. */
export type ToFrame =
  | { t2r: "token"; token: string }
  | { t2r: "pick"; case?: number | null; msisdn?: string | null }
  | { t2r: "ask"; question: string }
  | { t2r: "open"; place: Place };

/** From the frame to the page. */
export type ToPage = { t2r: "ready" } | { t2r: "token-wanted" } | { t2r: "event"; name: string; detail: unknown };

/** A message of ours, if the event comes from this window and one of these origins. */
export function heard<T extends ToFrame | ToPage>(
  event: MessageEvent,
  from: Window | null,
  origins: readonly string[],
): T | null {
  const isTheirs = from !== null && event.source === from && origins.includes(event.origin);
  const isOurs = typeof event.data === "object" && event.data !== null && typeof event.data.t2r === "string";
  return isTheirs && isOurs ? (event.data as T) : null;
}
