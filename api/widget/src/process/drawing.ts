// A process drawn with bpmn-js: the way it has come, and where it stands. Large, and therefore loaded when a process is shown.

import diagramSheet from "bpmn-js/dist/assets/diagram-js.css?inline";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { css, unsafeCSS } from "lit";
import { trust } from "../core/trusted.js";

const READABLE = 0.6; // a diagram that would be drawn smaller is shown around the token instead
const NEAR = 0.85; // the scale of that
const STEP = 1.3;
const COLOURS = {
  defaultFillColor: "var(--surface)",
  defaultStrokeColor: "var(--line-strong)",
  defaultLabelColor: "var(--text)",
};
const MARKS = ["passed", "waiting", "failed"] as const;
const LIGHTBOX = ".bjs-powered-by-lightbox"; // the note that the licence asks for lies in the page, white in either theme

/** Ids of nodes and flows: those where a token is, those that it has passed, and those that people look after. */
export interface Marks {
  waiting: readonly string[];
  passed: readonly string[];
  failed: readonly string[];
}

/** What is used of bpmn-js, whose own types say less. */
interface Shape {
  id: string;
  type: string;
  labelTarget?: unknown;
  businessObject: { name?: string; eventDefinitions?: { $type: string }[] };
}
interface Registry {
  get(id: string): Shape | undefined;
  filter(is: (shape: Shape) => boolean): Shape[];
  find(is: (shape: Shape) => boolean): Shape | undefined;
}
interface Canvas {
  zoom(): number;
  zoom(to: number | "fit-viewport", around?: "auto"): number;
  addMarker(id: string, marker: string): void;
  removeMarker(id: string, marker: string): void;
  getRootElement(): Shape;
  resized(): void;
  scrollToElement(shape: Shape, padding: Record<"top" | "bottom" | "left" | "right", number>): void;
}

/** What a root with drawings in it has to adopt. bpmn-js colours through the style attribute, hence the many `!important`. */
export const processStyles = [
  unsafeCSS(diagramSheet),
  css`
    .djs-container {
      --shape-selected-outline-stroke-color: none;
    }
    .djs-outline {
      display: none;
    }
    .djs-container text {
      font-family: var(--font) !important;
    }
    .passed > .djs-visual > :is(rect, circle, polygon, path) {
      stroke: var(--good) !important;
    }
    .passed > .djs-visual > :is(rect, circle, polygon):first-child {
      fill: var(--good-soft) !important;
    }
    .waiting > .djs-visual > :is(rect, circle, polygon, path) {
      stroke: var(--accent) !important;
    }
    .waiting > .djs-visual > :is(rect, circle, polygon):first-child {
      fill: var(--accent-soft) !important;
      stroke-width: 4px !important;
    }
    .failed > .djs-visual > :is(rect, circle, path) {
      stroke: var(--bad) !important;
    }
    .failed > .djs-visual > :is(rect, circle):first-child {
      fill: var(--bad-soft) !important;
    }
    .bjs-powered-by {
      color: var(--muted) !important;
    }
    @media (prefers-reduced-motion: no-preference) {
      .waiting > .djs-visual > :first-child {
        animation: waiting 2s ease-in-out infinite alternate;
      }
    }
    @keyframes waiting {
      to {
        stroke-opacity: 0.35;
      }
    }
  `,
];

/** One diagram in `box`, drawn as soon as `ready` settles; `ready` rejects for what is no diagram. */
export class ProcessDrawing {
  readonly ready: Promise<unknown>;
  readonly #viewer: NavigatedViewer;
  #isInView = false;

  constructor(
    readonly box: HTMLElement,
    readonly xml: string,
  ) {
    trust();
    mendLightbox();
    // A wheel scrolls the page; the drawing is moved by dragging it, and by the keys while it has the focus.
    const options = { container: box, bpmnRenderer: COLOURS, zoomScroll: { enabled: false } };
    this.#viewer = new NavigatedViewer(options);
    this.ready = this.#viewer.importXML(xml);
  }

  /** Show where the process stands. Where it is shown again, what is in view stays. */
  mark({ waiting, passed, failed }: Marks): void {
    for (const [id, mark] of marksOf(this.#registry, { waiting, passed, failed }))
      for (const each of MARKS) this.#canvas[each === mark ? "addMarker" : "removeMarker"](id, each);
    if (this.#isInView) return;
    this.#isInView = true;
    this.#bringIntoView([...failed, ...waiting]);
  }

  /** The name of the process, and of the places where it stands. */
  told({ waiting }: Marks): [name: string, places: string[]] {
    const places = waiting
      .map((id) => this.#registry.get(id)?.businessObject.name)
      .filter((name) => name !== undefined);
    return [this.#canvas.getRootElement().businessObject.name ?? "", places];
  }

  /** What the drawing is called for those who reach it by keyboard and do not see it. */
  name(label: string): void {
    const svg = this.box.querySelector("svg");
    svg?.setAttribute("role", "img");
    svg?.setAttribute("aria-label", label);
  }

  larger(): void {
    this.#canvas.zoom(this.#canvas.zoom() * STEP);
  }

  smaller(): void {
    this.#canvas.zoom(this.#canvas.zoom() / STEP);
  }

  whole(): void {
    this.#canvas.resized();
    this.#canvas.zoom("fit-viewport", "auto");
  }

  end(): void {
    this.#viewer.destroy();
  }

  get #canvas(): Canvas {
    return this.#viewer.get("canvas");
  }

  get #registry(): Registry {
    return this.#viewer.get("elementRegistry");
  }

  /** All of it where that can be read; otherwise the surroundings of a token, or of the start. */
  #bringIntoView(places: readonly string[]): void {
    this.whole();
    if (this.#canvas.zoom() >= READABLE) return;
    this.#canvas.zoom(NEAR);
    const place =
      places.map((id) => this.#registry.get(id)).find(Boolean) ??
      this.#registry.find(({ type }) => type === "bpmn:StartEvent");
    const room = Math.min(260, this.box.clientWidth / 5);
    if (place) this.#canvas.scrollToElement(place, { top: 120, bottom: 120, left: room, right: room });
  }
}

/** Each element of the diagram, labels aside, with the mark that it bears, if any. */
function marksOf(registry: Registry, { waiting, passed, failed }: Marks): [string, (typeof MARKS)[number] | null][] {
  const mark = (shape: Shape) => {
    if (failed.includes(shape.id)) return "failed";
    if (waiting.includes(shape.id)) return "waiting";
    if (!passed.includes(shape.id)) return null;
    return isFailure(shape) ? "failed" : "passed";
  };
  return registry.filter(({ labelTarget }) => !labelTarget).map((shape) => [shape.id, mark(shape)]);
}

const isFailure = ({ type, businessObject }: Shape): boolean =>
  type === "bpmn:EndEvent" &&
  (businessObject.eventDefinitions ?? []).some(({ $type }) => $type === "bpmn:ErrorEventDefinition");

let isMended = false;

/** The note is white in either theme, so that its text has to be dark; Escape closes it as a click beside it does. */
function mendLightbox(): void {
  if (isMended) return;
  isMended = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${LIGHTBOX} { color: #171b22; color-scheme: light; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  document.addEventListener("keydown", (event) => {
    const backdrop = document.querySelector<HTMLElement>(`${LIGHTBOX} .backdrop`);
    if (event.key !== "Escape" || !backdrop) return;
    event.preventDefault();
    backdrop.click();
  });
}
