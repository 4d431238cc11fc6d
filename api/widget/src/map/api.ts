// The network on a map, as the server gives it.

import type { BadgeKind } from "../core/api.js";

export const KINDS: readonly BadgeKind[] = ["coverage", "congestion", "outage", "barring"];

/** West, south, east, north in degrees. */
export type Box = [number, number, number, number];

export interface MapRead {
  style: string | null;
  bounds: Box | null;
  sites: [number, number][];
  sites_left_out: number;
}

export interface LegendEntry {
  class: string;
  label: string;
  colour: string;
}

export interface Feature {
  type: "Feature";
  geometry: { type: string; coordinates: unknown };
  properties: Record<string, unknown> & { class: string; colour: string; text: string };
}

export interface Layer {
  type: "FeatureCollection";
  kind: BadgeKind;
  at: string;
  legend: LegendEntry[];
  left_out: number;
  unheard: string | null;
  features: Feature[];
}

export interface Point {
  latitude: number;
  longitude: number;
}
