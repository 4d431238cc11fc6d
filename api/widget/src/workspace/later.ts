// The parts of a workspace that are loaded when they are shown for the first time.

import { define } from "../core/define.js";

const parts = {
  customer: async () => define("t2r-customer", (await import("../customer/element.js")).T2rCustomer),
  journey: async () => define("t2r-journey", (await import("../journey/element.js")).T2rJourney),
  order: async () => {
    const [{ T2rProcess }, { T2rOrder }] = await Promise.all([
      import("../process/element.js"),
      import("../order/element.js"),
    ]);
    define("t2r-process", T2rProcess);
    define("t2r-order", T2rOrder);
  },
  map: async () => define("t2r-map", (await import("../map/element.js")).T2rMap),
  board: async () => define("t2r-board", (await import("../board/element.js")).T2rBoard),
  inbox: async () => define("t2r-inbox", (await import("../inbox/element.js")).T2rInbox),
  reports: async () => define("t2r-reports", (await import("../reports/element.js")).T2rReports),
};

export type Later = keyof typeof parts;
export const isLater = (part: string): part is Later => part in parts;

const begun = new Set<Later>();

/** Load a part, once; until it is there its place is empty. Where the server is away it is tried again when it is next shown. */
export function load(part: Later): void {
  if (begun.has(part)) return;
  begun.add(part);
  parts[part]().catch(() => begun.delete(part));
}
