// The drawn map: MapLibre, which is large and therefore loaded when a map is shown for the first time.

import { trust } from "../core/trusted.js";
import type { Box, Feature, Layer, MapRead, Point } from "./api.js";
import { badness, grid, roomy, WORLD } from "./geometry.js";

const NEAR = 13; // zoom at which a street's surroundings fill the map
const OPACITY: Record<string, number> = { coverage: 0.55, outage: 0.6 }; // sectors of one site lie over each other: they are opaque, the worst on top
const EMPTY = { type: "FeatureCollection", features: [] };

/** What is used of MapLibre's types. */
interface Source {
  setData(data: unknown): void;
}
interface MapLibreMap {
  addControl(control: unknown): void;
  addLayer(layer: unknown): void;
  addSource(name: string, source: unknown): void;
  getBounds(): { getWest(): number; getSouth(): number; getEast(): number; getNorth(): number };
  getCanvas(): HTMLCanvasElement;
  getSource(name: string): Source | undefined;
  getZoom(): number;
  jumpTo(to: { center: [number, number]; zoom: number }): void;
  on(event: string, heard: (event: never) => void): void;
  on(event: string, layer: string, heard: (event: never) => void): void;
  once(event: string, heard: () => void): void;
  remove(): void;
  resize(): void;
  setPaintProperty(layer: string, name: string, value: unknown): void;
  setStyle(style: unknown, options: { diff: boolean }): void;
  touchZoomRotate: { disableRotation(): void };
}
interface Marker {
  setLngLat(at: [number, number]): Marker;
  addTo(map: MapLibreMap): Marker;
  remove(): void;
}
interface MapLibre {
  Map: new (options: unknown) => MapLibreMap;
  NavigationControl: new (options: unknown) => unknown;
  ScaleControl: new () => unknown;
  Marker: new (options: { element: HTMLElement }) => Marker;
  setWorkerUrl(url: string): void;
}

let loading: Promise<MapLibre> | null = null;

/** Where MapLibre's files are at a server. */
export const vendor = (base: string): string => `${base}/static/vendor/maplibre-gl/`;

async function library(base: string): Promise<MapLibre> {
  loading ??= import(/* @vite-ignore */ `${vendor(base)}maplibre-gl.mjs`).then(
    (loaded: MapLibre) => {
      const worker = new URL(`${vendor(base)}maplibre-gl-worker.mjs`, location.href).href;
      trust(worker);
      loaded.setWorkerUrl(worker);
      return loaded;
    },
    (problem: unknown) => {
      loading = null;
      throw problem;
    },
  );
  return loading;
}

export interface Told {
  moved(): void;
  picked(feature: Feature["properties"] | null): void;
  failed(message: string): void;
}

/** One map in `canvas`. The colours are those of `canvas`. */
export class Drawing {
  #pin: Marker | null = null;
  #ground = "";
  #recolouring: Promise<boolean> | null = null; // one at a time: whoever comes meanwhile waits for it

  private constructor(
    private readonly maplibre: MapLibre,
    private readonly map: MapLibreMap,
    private readonly canvas: HTMLElement,
    private readonly begun: MapRead,
  ) {}

  /** Draw a map. Throws where it cannot be drawn here, without WebGL say. */
  static async begin(base: string, canvas: HTMLElement, begun: MapRead, label: string, told: Told): Promise<Drawing> {
    const maplibre = await library(base);
    const map = new maplibre.Map({
      container: canvas,
      style: begun.style ?? plainStyle(canvas),
      bounds: roomy(begun.bounds ?? WORLD),
      maxZoom: 18,
      renderWorldCopies: false,
      dragRotate: false,
      pitchWithRotate: false,
      attributionControl: begun.style ? {} : false,
      locale: { "Map.Title": label },
    });
    const drawing = new Drawing(maplibre, map, canvas, begun);
    map.touchZoomRotate.disableRotation();
    map.addControl(new maplibre.NavigationControl({ showCompass: false }));
    map.addControl(new maplibre.ScaleControl());
    map.on("error", ({ error }: { error?: Error }) => told.failed(error?.message ?? ""));
    map.on("click", ({ point }: { point: unknown }) => {
      const [found] = (
        map as unknown as { queryRenderedFeatures(at: unknown, asked: unknown): Feature[] }
      ).queryRenderedFeatures(point, { layers: ["layer-fill"] });
      told.picked(found?.properties ?? null);
    });
    map.on("mouseenter", "layer-fill", () => drawing.#cursor("pointer"));
    map.on("mouseleave", "layer-fill", () => drawing.#cursor(""));
    await new Promise<void>((loaded) => map.once("load", loaded));
    drawing.#dress();
    map.on("moveend", () => {
      drawing.#drawGrid();
      told.moved();
    });
    return drawing;
  }

  get box(): Box {
    const box = this.map.getBounds();
    return [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
  }

  show(layer: Layer | null): void {
    const worst = layer && badness(layer);
    const features = layer && worst ? layer.features.toSorted((one, other) => worst(one) - worst(other)) : [];
    const kind = layer?.kind ?? "";
    this.map.setPaintProperty("layer-fill", "fill-opacity", OPACITY[kind] ?? 1);
    this.map.setPaintProperty("layer-line", "line-opacity", kind === "coverage" ? 0.4 : 1);
    this.map.getSource("layer")?.setData({ type: "FeatureCollection", features });
  }

  /** Show a place with a pin; null takes the pin away. */
  goTo(place: Point | null, label: string): void {
    this.#pin?.remove();
    this.#pin = null;
    if (!place) return;
    const at: [number, number] = [place.longitude, place.latitude];
    const element = document.createElement("div");
    element.className = "pin";
    element.setAttribute("role", "img");
    element.setAttribute("aria-label", label);
    this.#pin = new this.maplibre.Marker({ element }).setLngLat(at).addTo(this.map);
    this.map.jumpTo({ center: at, zoom: Math.max(this.map.getZoom(), NEAR) });
  }

  resize(): void {
    this.map.resize();
  }

  /** Take the page's colours on where they have changed; true where the layer has to be shown again. */
  recolour(): Promise<boolean> {
    this.#recolouring ??= this.#restyle().finally(() => {
      this.#recolouring = null;
    });
    return this.#recolouring;
  }

  async #restyle(): Promise<boolean> {
    if (this.begun.style || colour(this.canvas, "--sunken") === this.#ground) return false;
    const styled = new Promise<void>((done) => this.map.once("style.load", done));
    this.map.setStyle(plainStyle(this.canvas), { diff: false });
    await styled;
    this.#dress();
    return true;
  }

  end(): void {
    this.map.remove();
  }

  #cursor(cursor: string): void {
    this.map.getCanvas().style.cursor = cursor;
  }

  /** Our own sources and layers, over whatever base map there is. */
  #dress(): void {
    const { map, canvas, begun } = this;
    this.#ground = colour(canvas, "--sunken");
    for (const name of ["grid", "layer", "sites"]) map.addSource(name, { type: "geojson", data: EMPTY });
    if (!begun.style)
      map.addLayer({
        id: "grid",
        type: "line",
        source: "grid",
        paint: { "line-color": colour(canvas, "--line"), "line-width": 1 },
      });
    map.addLayer({ id: "layer-fill", type: "fill", source: "layer", paint: { "fill-color": ["get", "colour"] } });
    map.addLayer({
      id: "layer-line",
      type: "line",
      source: "layer",
      paint: { "line-color": ["get", "colour"], "line-width": ["interpolate", ["linear"], ["zoom"], 9, 0.3, 14, 1.5] },
    });
    map.addLayer({
      id: "sites",
      type: "circle",
      source: "sites",
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 6, 1, 12, 2.5, 16, 4],
        "circle-color": colour(canvas, "--text"),
        "circle-stroke-color": colour(canvas, "--surface"),
        "circle-stroke-width": 1,
      },
    });
    map
      .getSource("sites")
      ?.setData({ type: "Feature", properties: {}, geometry: { type: "MultiPoint", coordinates: begun.sites } });
    this.#drawGrid();
  }

  #drawGrid(): void {
    this.map.getSource("grid")?.setData({
      type: "Feature",
      properties: {},
      geometry: { type: "MultiLineString", coordinates: grid(this.box) },
    });
  }
}

const plainStyle = (canvas: HTMLElement) => ({
  version: 8,
  sources: {},
  layers: [{ id: "ground", type: "background", paint: { "background-color": colour(canvas, "--sunken") } }],
});

/** A colour of the page as it is now: a custom property may hold both that of light and of dark. */
function colour(canvas: HTMLElement, name: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  canvas.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}
