// The page within the frame: one element, which the page around it gives tokens, and tells what is picked.

import type { TokenSource } from "../core/client.js";
import { contextOf } from "../core/context.js";
import type { T2rElement } from "../core/element.js";
import { heard, type ToFrame, type ToPage } from "./messages.js";

const ELEMENTS: Record<string, () => Promise<unknown>> = {
  "t2r-assist": () => import("../entries/t2r-assist.js"),
  "t2r-badges": () => import("../entries/t2r-badges.js"),
  "t2r-board": () => import("../entries/t2r-board.js"),
  "t2r-calls": () => import("../entries/t2r-calls.js"),
  "t2r-customer": () => import("../entries/t2r-customer.js"),
  "t2r-flow": () => import("../entries/t2r-flow.js"),
  "t2r-inbox": () => import("../entries/t2r-inbox.js"),
  "t2r-journey": () => import("../entries/t2r-journey.js"),
  "t2r-knowledge": () => import("../entries/t2r-knowledge.js"),
  "t2r-map": () => import("../entries/t2r-map.js"),
  "t2r-order": () => import("../entries/t2r-order.js"),
  "t2r-reports": () => import("../entries/t2r-reports.js"),
  "t2r-timeline": () => import("../entries/t2r-timeline.js"),
  "t2r-workspace": () => import("../entries/t2r-workspace.js"),
};
// biome-ignore format: a list of words
const EVENTS = [
  "asked", "answered", "answer-copied", "judged", "source-opened", "document-opened", "document-closed", "badges", "case-opened",
  "question-answered", "action-approved", "action-skip", "action-done", "action-failed", "case-transferred", "case-closed",
  "case-reopened", "call", "call-taken", "verify-wanted", "contact-ended", "customer-verified", "customer-changed", "offer-made",
  "offer-answered", "customer-left", "journey-sent", "order-opened", "order-amended", "order-cancelled", "case-picked", "inbox-set-aside", "article-saved", "signed-out",
];
const WAIT_FOR_TOKEN = 20_000;

/** Show the element that the query names in `body`, for a page of one of these origins. */
export async function inside(
  body: HTMLElement,
  query: URLSearchParams,
  origins: readonly string[],
  page: Window,
): Promise<void> {
  const name = query.get("element") ?? "t2r-assist";
  const load = Object.hasOwn(ELEMENTS, name) ? ELEMENTS[name] : undefined;
  if (!load) throw new Error(`there is no element ${name} to be framed`);
  // The browser delivers it to the one whose origin it is.
  const tell = (message: ToPage) => {
    for (const origin of origins) page.postMessage(message, origin);
  };
  let given: ((token: string) => void) | null = null;
  const tokens: TokenSource = () =>
    new Promise((resolve, reject) => {
      given = resolve;
      setTimeout(() => reject(new Error("the page gave no token")), WAIT_FOR_TOKEN);
      tell({ t2r: "token-wanted" });
    });
  await load();
  const element = document.createElement(name) as T2rElement & { ask?(question: string): Promise<void> };
  element.token = tokens;
  for (const attribute of ["lang", "theme"]) {
    const value = query.get(attribute);
    if (value) element.setAttribute(attribute, value);
  }
  addEventListener("message", (event) => {
    const message = heard<ToFrame>(event, page, origins);
    if (message?.t2r === "token") given?.(message.token);
    else if (message?.t2r === "ask") void element.ask?.(message.question);
    else if (message?.t2r === "open") contextOf().open(message.place);
    else if (message?.t2r === "pick") {
      const { case: picked, msisdn } = message;
      contextOf().pick({ ...(picked !== undefined && { case: picked }), ...(msisdn !== undefined && { msisdn }) });
    }
  });
  for (const each of EVENTS) {
    element.addEventListener(`t2r-${each}`, (event) =>
      tell({ t2r: "event", name: each, detail: (event as CustomEvent).detail }),
    );
  }
  body.append(element);
  tell({ t2r: "ready" });
}
