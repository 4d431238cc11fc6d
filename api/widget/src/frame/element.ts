// `<t2r-frame>`: an element in a frame of the server's own, for pages that want none of its scripts beside their own.

import { tokensFrom } from "../core/client.js";
import { heard, type ToFrame, type ToPage } from "./messages.js";

const HOME = import.meta.url.split("/static/")[0] as string;

export class T2rFrame extends HTMLElement {
  static observedAttributes = ["msisdn", "case"];

  #frame: HTMLIFrameElement | null = null;
  #origin = "";
  #gone = new AbortController();

  connectedCallback(): void {
    const base = this.getAttribute("base-url") ?? HOME;
    this.#origin = new URL(base).origin;
    this.#gone = new AbortController();
    addEventListener("message", (event) => this.#hear(event), { signal: this.#gone.signal });
    const frame = document.createElement("iframe");
    frame.title = this.getAttribute("title") ?? "T2R";
    frame.allow = `clipboard-write ${this.#origin}`;
    const query = new URLSearchParams({ element: this.getAttribute("element") ?? "t2r-assist" });
    for (const name of ["lang", "theme"])
      if (this.hasAttribute(name)) query.set(name, this.getAttribute(name) as string);
    frame.src = `${base}/embed?${query}`;
    frame.setAttribute("part", "frame");
    this.#frame = frame;
    this.append(frame);
  }

  disconnectedCallback(): void {
    this.#gone.abort();
    this.#frame?.remove();
  }

  attributeChangedCallback(): void {
    this.#pick();
  }

  ask(question: string): void {
    this.#tell({ t2r: "ask", question });
  }

  #pick(): void {
    const [number, msisdn] = [this.getAttribute("case"), this.getAttribute("msisdn")];
    if (number === null && msisdn === null) return;
    this.#tell({ t2r: "pick", ...(msisdn !== null && { msisdn }), ...(number !== null && { case: Number(number) }) });
  }

  async #hear(event: MessageEvent): Promise<void> {
    const message = heard<ToPage>(event, this.#frame?.contentWindow ?? null, [this.#origin]);
    if (message?.t2r === "ready") this.#pick();
    else if (message?.t2r === "event") {
      this.dispatchEvent(new CustomEvent(`t2r-${message.name}`, { detail: message.detail, bubbles: true }));
    } else if (message?.t2r === "token-wanted") {
      const url = this.getAttribute("token-url");
      if (url) this.#tell({ t2r: "token", token: await tokensFrom(url)() });
    }
  }

  #tell(message: ToFrame): void {
    this.#frame?.contentWindow?.postMessage(message, this.#origin);
  }
}
