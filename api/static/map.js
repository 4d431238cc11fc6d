// The network's map: layers of coverage, congestion, outages and barring over a base map that needs no other server.

import { get } from "./api.js";
import { clock, el, words } from "./dom.js";

const VENDOR = "/static/vendor/maplibre-gl/";
const KINDS = { coverage: "Coverage", congestion: "Congestion", outage: "Outages", barring: "Barring" };
const WAIT = 250; // ms without a move before a layer is asked for
const ANEW = 60_000; // ms until it is asked for again
const MARGIN = 0.04; // of the view, around it: hexagons whose middle is outside reach in
const NEAR = 13; // zoom at which a street's surroundings fill the map
const WORLD = [-180, -60, 180, 75];
const EMPTY = { type: "FeatureCollection", features: [] };
const SPACINGS = [30, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001]; // degrees between lines of the grid
const OPACITY = { coverage: 0.55, outage: 0.6 }; // sectors of one site lie over each other: they are opaque, the worst on top
const DETAILS = {
  rsrp_dbm: "Level, dBm", sigma_db: "Give or take, dB", sinr_db: "SINR, dB", technology: "Technology", cell: "Cell",
  prb_utilisation: "Resource blocks in use, %", usual: "Usual at this hour, %", since: "Since", until: "Expected until",
  lines_affected: "Lines affected", cause: "Cause", barring_factor: "Share let through",
};

let maplibre = null;

/** MapLibre is large: it is loaded when a map is opened for the first time. */
async function library() {
  if (maplibre) return maplibre;
  const sheet = el("link", { rel: "stylesheet", href: `${VENDOR}maplibre-gl.css` });
  const styled = new Promise((done) => ["load", "error"].forEach((event) => sheet.addEventListener(event, done)));
  document.head.prepend(sheet); // before ours, which win
  maplibre = await import(`${VENDOR}maplibre-gl.mjs`);
  maplibre.setWorkerUrl(new URL(`${VENDOR}maplibre-gl-worker.mjs`, location.href).href);
  await styled;
  return maplibre;
}

/** The pane with the map, in `node`. `shown(isOpen)` is told when it opens and closes. */
export class NetworkMap {
  #kind = "coverage";
  #map = null;
  #pin = null;
  #popup = null;
  #asking = null;
  #timer = null;
  #begun = null;

  constructor(node, { shown }) {
    this.node = node;
    this.shown = shown;
    this.opener = null;
    this.canvas = el("div", { className: "map-canvas" });
    this.legend = el("ul", { className: "legend", "aria-label": "Legend" });
    this.state = el("p", { className: "map-state", role: "status" });
    this.heading = el("h2", { id: "map-title", tabIndex: -1 }, "Network map");
  }

  get isOpen() {
    return !this.node.hidden;
  }

  /** Open the map, at a line's home where a number is given and its home is known, else over the whole network. */
  async open(number = "") {
    if (!this.isOpen) this.opener = document.activeElement;
    if (!this.node.firstChild) this.#build();
    this.node.hidden = false;
    this.shown(true);
    this.heading.focus({ preventScroll: true });
    try {
      if (!this.#map) await this.#start();
      await this.#goTo(number);
    } catch (problem) {
      this.#say(problem.message, true);
    }
    this.#moved();
  }

  close() {
    if (!this.isOpen) return;
    this.node.hidden = true;
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.shown(false);
    if (this.opener?.isConnected) this.opener.focus();
  }

  #build() {
    const close = el("button", { type: "button", className: "quiet", on: { click: () => this.close() } }, "Close");
    const choices = Object.entries(KINDS).map(([kind, label]) => {
      const input = el("input", { type: "radio", name: "map-kind", value: kind, checked: kind === this.#kind });
      input.addEventListener("change", () => this.#choose(kind));
      return el("label", {}, input, el("span", {}, label));
    });
    this.node.append(
      el("div", { className: "map-top" }, this.heading, close),
      el("fieldset", { className: "map-kinds" }, el("legend", { className: "unseen" }, "What to show"), ...choices),
      this.canvas,
      el("div", { className: "map-below" }, this.legend, this.state),
    );
  }

  async #start() {
    this.#say("Loading the map…");
    const [{ Map, NavigationControl, ScaleControl }, begun] = await Promise.all([library(), get("/v1/map")]);
    this.#begun = begun;
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const map = new Map({
      container: this.canvas,
      style: begun.style ?? baseStyle(this.node),
      bounds: roomy(begun.bounds ?? WORLD),
      maxZoom: 18,
      renderWorldCopies: false,
      dragRotate: false,
      pitchWithRotate: false,
      attributionControl: begun.style ? {} : false,
    });
    map.touchZoomRotate.disableRotation();
    map.addControl(new NavigationControl({ showCompass: false }));
    map.addControl(new ScaleControl());
    map.on("error", ({ error }) => this.#say(`The map: ${error?.message ?? "it cannot be drawn"}`, true));
    map.on("moveend", () => this.#moved());
    map.on("click", "layer-fill", (event) => this.#explain(event));
    map.on("mouseenter", "layer-fill", () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", "layer-fill", () => (map.getCanvas().style.cursor = ""));
    dark.addEventListener("change", () => {
      if (begun.style) return;
      map.setStyle(baseStyle(this.node), { diff: false });
      map.once("style.load", () => this.#dress(map));
    });
    await new Promise((loaded) => map.once("load", loaded));
    this.#map = map;
    this.#dress(map);
  }

  /** Our own sources and layers, over whatever base map there is. */
  #dress(map) {
    const ink = colour(this.node, "--text");
    for (const name of ["grid", "layer", "sites"]) map.addSource(name, { type: "geojson", data: EMPTY });
    if (!this.#begun.style) {
      map.addLayer({ id: "grid", type: "line", source: "grid", paint: { "line-color": colour(this.node, "--line"), "line-width": 1 } });
    }
    map.addLayer({ id: "layer-fill", type: "fill", source: "layer", paint: { "fill-color": ["get", "colour"] } });
    map.addLayer({
      id: "layer-line", type: "line", source: "layer",
      paint: { "line-color": ["get", "colour"], "line-width": ["interpolate", ["linear"], ["zoom"], 9, 0.3, 14, 1.5] },
    });
    map.addLayer({
      id: "sites", type: "circle", source: "sites",
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 6, 1, 12, 2.5, 16, 4], "circle-color": ink,
        "circle-stroke-color": colour(this.node, "--surface"), "circle-stroke-width": 1,
      },
    });
    map.getSource("sites").setData({ type: "Feature", properties: {}, geometry: { type: "MultiPoint", coordinates: this.#begun.sites } });
    this.#moved();
  }

  async #goTo(number) {
    this.#pin?.remove();
    this.#pin = null;
    this.#popup?.remove();
    const map = this.#map;
    map.resize();
    if (!number) return;
    const { place } = await get(`/v1/diagnostics?msisdn=${encodeURIComponent(number)}`);
    if (!place) return;
    const at = [place.longitude, place.latitude];
    const pin = el("div", { className: "pin", role: "img", "aria-label": "The line’s home" });
    this.#pin = new maplibre.Marker({ element: pin }).setLngLat(at).addTo(map);
    map.jumpTo({ center: at, zoom: Math.max(map.getZoom(), NEAR) });
  }

  #choose(kind) {
    this.#kind = kind;
    this.#popup?.remove();
    this.#say(`${KINDS[kind]}…`);
    this.#again();
  }

  #moved() {
    this.#map?.getSource("grid")?.setData(grid(this.#map));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#again(), WAIT);
  }

  /** Ask for what is in view, and once more after a while. */
  async #again() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    if (!this.#map || !this.isOpen) return;
    const asking = (this.#asking = new AbortController());
    try {
      const found = await get(`/v1/map/${this.#kind}?bbox=${inView(this.#map, MARGIN)}`, { signal: asking.signal });
      this.#map.setPaintProperty("layer-fill", "fill-opacity", OPACITY[this.#kind] ?? 1);
      this.#map.setPaintProperty("layer-line", "line-opacity", this.#kind === "coverage" ? 0.4 : 1);
      this.#map.getSource("layer").setData({ ...found, features: worstLast(found) });
      this.#show(found);
    } catch (problem) {
      if (problem.name === "AbortError") return;
      this.#map.getSource("layer")?.setData(EMPTY);
      this.#say(problem.message, true);
    }
    if (this.#asking === asking) this.#timer = setTimeout(() => this.#again(), ANEW);
  }

  #show({ legend, features, left_out: leftOut, at, kind }) {
    const counts = new Map();
    for (const { properties } of features) counts.set(properties.class, (counts.get(properties.class) ?? 0) + 1);
    this.legend.replaceChildren(...legend.map((entry) => {
      const swatch = el("span", { className: "swatch" });
      swatch.style.background = entry.colour;
      return el("li", {}, swatch, entry.label, el("b", {}, String(counts.get(entry.class) ?? 0)));
    }));
    const unit = { coverage: "hexagon", outage: "outage" }[kind] ?? "cell";
    const more = leftOut ? ` ${leftOut} more are not shown: zoom in.` : "";
    this.#say(`${features.length} ${unit}${features.length === 1 ? "" : "s"} in view at ${clock(at)}.${more}`);
  }

  #explain({ lngLat, features: [{ properties }] }) {
    const rows = Object.entries(DETAILS)
      .filter(([name]) => ![undefined, null, "", "null"].includes(properties[name]))
      .flatMap(([name, label]) => [el("dt", {}, label), el("dd", {}, shownAs(name, properties[name]))]);
    this.#popup?.remove();
    this.#popup = new maplibre.Popup({ maxWidth: "18rem", focusAfterOpen: false })
      .setLngLat(lngLat)
      .setDOMContent(el("div", { className: "map-facts" }, el("p", {}, properties.text), el("dl", {}, ...rows)))
      .addTo(this.#map);
  }

  #say(text, isProblem = false) {
    this.state.classList.toggle("problem", isProblem);
    this.state.textContent = text;
  }
}

/** Features in the order of the legend, which ends with the worst; what is not known lies below all. */
function worstLast({ legend, features }) {
  const order = legend.map((entry) => entry.class).filter((name) => name !== "unknown");
  const rank = ({ properties }) => order.indexOf(properties.class);
  return features.toSorted((one, other) => rank(one) - rank(other));
}

/** West, south, east, north of what is in view and `margin` of it around, within the world. */
function inView(map, margin = 0) {
  const box = map.getBounds();
  const [x, y] = [(box.getEast() - box.getWest()) * margin, (box.getNorth() - box.getSouth()) * margin];
  return [
    Math.max(box.getWest() - x, -180), Math.max(box.getSouth() - y, -85),
    Math.min(box.getEast() + x, 180), Math.min(box.getNorth() + y, 85),
  ].map((degrees) => Number(degrees.toFixed(6)));
}

/** Lines of longitude and latitude, some eight across the view. */
function grid(map) {
  const [west, south, east, north] = inView(map);
  const step = SPACINGS.findLast((spacing) => (east - west) / spacing <= 8) ?? SPACINGS[0];
  const lines = [];
  for (let x = Math.ceil(west / step) * step; x <= east; x += step) lines.push([[x, south], [x, north]]);
  for (let y = Math.ceil(south / step) * step; y <= north; y += step) lines.push([[west, y], [east, y]]);
  return { type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates: lines } };
}

/** A box with some room around it, also where it is a point. */
function roomy([west, south, east, north]) {
  const [x, y] = [Math.max((east - west) * 0.05, 0.02), Math.max((north - south) * 0.05, 0.02)];
  return [Math.max(west - x, -180), Math.max(south - y, -85), Math.min(east + x, 180), Math.min(north + y, 85)];
}

const colour = (node, name) => getComputedStyle(node).getPropertyValue(name).trim();
const baseStyle = (node) => ({
  version: 8, sources: {},
  layers: [{ id: "ground", type: "background", paint: { "background-color": colour(node, "--sunken") } }],
});
const shownAs = (name, value) =>
  ["since", "until"].includes(name) ? clock(value) : name === "cause" ? words(value) : String(value);
