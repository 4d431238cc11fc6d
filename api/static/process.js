// An order's process, drawn with bpmn-js: the way it has come, and where it stands.

import { el } from "./dom.js";

const VENDOR = "/static/vendor/bpmn-js/";
const READABLE = 0.6; // a diagram that would be drawn smaller is shown around the token instead
const NEAR = 0.85; // the scale of that
const COLOURS = { defaultFillColor: "var(--surface)", defaultStrokeColor: "var(--process-line)", defaultLabelColor: "var(--text)" };
const MARKS = ["process-passed", "process-waiting", "process-failed"];

const drawings = new WeakMap(); // element → { xml, viewer }
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
  const drawn = drawings.get(element)?.xml === xml ? drawings.get(element) : await begin(element, xml);
  const registry = drawn.viewer.get("elementRegistry");
  const canvas = drawn.viewer.get("canvas");
  for (const [id, marks] of marksOf(registry, waiting, passed)) {
    for (const mark of MARKS) canvas[marks.includes(mark) ? "addMarker" : "removeMarker"](id, mark);
  }
  element.setAttribute("aria-label", inWords(drawn.viewer, registry, waiting));
  if (drawn.isNew) {
    drawn.isNew = false;
    bringIntoView(canvas, registry, waiting);
  }
}

async function begin(element, xml) {
  drawings.get(element)?.viewer.destroy();
  const viewer = new globalThis.BpmnJS({ container: element, bpmnRenderer: COLOURS });
  const drawn = { xml, viewer, isNew: true };
  drawings.set(element, drawn);
  element.classList.add("process");
  element.setAttribute("role", "figure");
  await viewer.importXML(xml);
  return drawn;
}

/** Each element of the diagram, its label apart, with the marks that it bears. */
function marksOf(registry, waiting, passed) {
  const here = new Set(waiting);
  const behind = new Set(passed);
  return registry.getAll().filter(({ labelTarget }) => !labelTarget).map((shape) => {
    const marks = [];
    if (here.has(shape.id)) marks.push("process-waiting");
    else if (behind.has(shape.id)) marks.push(isFailure(shape) ? "process-failed" : "process-passed");
    return [shape.id, marks];
  });
}

const isFailure = ({ type, businessObject }) =>
  type === "bpmn:EndEvent" && (businessObject.eventDefinitions ?? []).some(({ $type }) => $type === "bpmn:ErrorEventDefinition");

/** What the drawing shows, for those who do not see it. */
function inWords(viewer, registry, waiting) {
  const name = viewer.get("canvas").getRootElement().businessObject.name ?? "Process";
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
