// An order's process, drawn with bpmn-js: the way it has come, and where it stands.

import { el } from "./dom.js";

const VENDOR = "/static/vendor/bpmn-js/";
const READABLE = 0.6; // a diagram that would be drawn smaller is shown around the token instead
const NEAR = 0.85; // the scale of that
const STEP = 1.3;
const COLOURS = { defaultFillColor: "var(--surface)", defaultStrokeColor: "var(--process-line)", defaultLabelColor: "var(--text)" };
const MARKS = ["process-passed", "process-waiting", "process-failed"];

const drawings = new WeakMap(); // element → its diagram
let loading = null;

/** bpmn-js is large: it is loaded when a process is shown for the first time. */
function library() {
  loading ??= Promise.all([
    arrived("link", { rel: "stylesheet", href: `${VENDOR}diagram-js.css` }),
    arrived("link", { rel: "stylesheet", href: "/static/process.css" }),
    arrived("script", { src: `${VENDOR}bpmn-navigated-viewer.production.min.js` }),
  ]).catch((problem) => {
    loading = null;
    throw problem;
  });
  return loading;
}

function arrived(name, properties) {
  const node = el(name, properties);
  return new Promise((done, failed) => {
    node.addEventListener("load", done);
    node.addEventListener("error", () => {
      node.remove();
      failed(new Error("What draws processes could not be loaded."));
    });
    document.head.append(node);
  });
}

/**
 * Draw the BPMN `xml` in `element`: `waiting` are the ids of nodes where a token is, `passed` those of nodes and flows that it has
 * passed. Drawn again with the same `xml`, only the marks change, and what is in view stays in view.
 */
export async function drawProcess(element, xml, { waiting = [], passed = [] } = {}) {
  await library();
  let drawn = drawings.get(element);
  if (drawn?.xml !== xml) {
    drawn?.viewer.destroy();
    drawings.set(element, (drawn = begin(element, xml)));
  }
  try {
    await drawn.ready;
  } catch (problem) {
    if (drawings.get(element) === drawn) drawings.delete(element);
    throw problem;
  }
  if (drawings.get(element) !== drawn) return; // meanwhile another diagram
  const canvas = drawn.viewer.get("canvas");
  const registry = drawn.viewer.get("elementRegistry");
  for (const [id, mark] of marksOf(registry, waiting, passed)) {
    for (const each of MARKS) canvas[each === mark ? "addMarker" : "removeMarker"](id, each);
  }
  element.setAttribute("aria-label", inWords(canvas, registry, waiting));
  if (drawn.isInView) return;
  drawn.isInView = true;
  bringIntoView(canvas, registry, waiting);
}

function begin(element, xml) {
  element.replaceChildren();
  element.classList.add("process");
  element.setAttribute("role", "figure");
  const viewer = new globalThis.BpmnJS({ container: element, bpmnRenderer: COLOURS, zoomScroll: { enabled: false } });
  element.append(tools(viewer.get("canvas")));
  return { xml, viewer, ready: viewer.importXML(xml), isInView: false };
}

/** Buttons, for a wheel scrolls the page; the drawing is moved by dragging it. */
function tools(canvas) {
  const button = (label, sign, does) => el("button", { type: "button", "aria-label": label, title: label, on: { click: does } }, sign);
  return el(
    "div",
    { className: "process-tools" },
    button("Larger", "+", () => canvas.zoom(canvas.zoom() * STEP)),
    button("Smaller", "−", () => canvas.zoom(canvas.zoom() / STEP)),
    button("Show all", "⤢", () => canvas.zoom("fit-viewport", "auto")),
  );
}

/** Each element of the diagram, labels aside, with the mark that it bears, if any. */
function marksOf(registry, waiting, passed) {
  const here = new Set(waiting);
  const behind = new Set(passed);
  const mark = (shape) => {
    if (here.has(shape.id)) return "process-waiting";
    if (!behind.has(shape.id)) return null;
    return isFailure(shape) ? "process-failed" : "process-passed";
  };
  return registry.filter(({ labelTarget }) => !labelTarget).map((shape) => [shape.id, mark(shape)]);
}

const isFailure = ({ type, businessObject }) =>
  type === "bpmn:EndEvent" && (businessObject.eventDefinitions ?? []).some(({ $type }) => $type === "bpmn:ErrorEventDefinition");

/** What the drawing shows, for those who do not see it. */
function inWords(canvas, registry, waiting) {
  const name = canvas.getRootElement().businessObject.name ?? "Process";
  const places = waiting.map((id) => registry.get(id)?.businessObject.name).filter(Boolean);
  return places.length ? `${name}, now at: ${places.join("; ")}` : name;
}

/** All of it where that can be read; otherwise the surroundings of a token, or of the start. */
function bringIntoView(canvas, registry, waiting) {
  canvas.zoom("fit-viewport", "auto");
  if (canvas.zoom() >= READABLE) return;
  canvas.zoom(NEAR);
  const place = waiting.map((id) => registry.get(id)).find(Boolean) ?? registry.find(({ type }) => type === "bpmn:StartEvent");
  if (place) canvas.scrollToElement(place, { top: 120, bottom: 120, left: 260, right: 260 });
}
