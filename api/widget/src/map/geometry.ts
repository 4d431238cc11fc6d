// Places on the map: boxes, middles, how far and in which direction.

import type { Box, Feature, Layer, Point } from "./api.js";

export const WORLD: Box = [-180, -60, 180, 75];
const SPACINGS = [30, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001]; // degrees between lines of the grid
const EARTH = 6_371; // km

/** A box with some room around it, also where it is a point. */
export function roomy([west, south, east, north]: Box): Box {
  const [x, y] = [Math.max((east - west) * 0.05, 0.02), Math.max((north - south) * 0.05, 0.02)];
  return within([west - x, south - y, east + x, north + y]);
}

/** The surroundings of a place, some ten kilometres across. */
export const around = ({ latitude, longitude }: Point): Box =>
  within([longitude - 0.05, latitude - 0.05, longitude + 0.05, latitude + 0.05]);

const SAME = 0.8; // of the width: a view that is narrower shows finer things

/** Whether what is asked for in `outer` serves a view of `inner` as well. */
export function serves(outer: Box, inner: Box): boolean {
  const [west, south, east, north] = outer;
  const isWithin = west <= inner[0] && south <= inner[1] && east >= inner[2] && north >= inner[3];
  return isWithin && inner[2] - inner[0] >= SAME * (east - west);
}

/** A box with a share of its size around it, within the world, and not finer than the server reads. */
export function widened([west, south, east, north]: Box, margin: number): Box {
  const [x, y] = [(east - west) * margin, (north - south) * margin];
  return within([west - x, south - y, east + x, north + y]);
}

function within([west, south, east, north]: Box): Box {
  const rounded = (degrees: number) => Number(degrees.toFixed(6));
  return [
    rounded(Math.max(west, -180)),
    rounded(Math.max(south, -85)),
    rounded(Math.min(east, 180)),
    rounded(Math.min(north, 85)),
  ];
}

/** Lines of longitude and latitude, some eight across a box. */
export function grid([west, south, east, north]: Box): number[][][] {
  const step = SPACINGS.findLast((spacing) => (east - west) / spacing <= 8) ?? 30;
  const lines: number[][][] = [];
  for (let x = Math.ceil(west / step) * step; x <= east; x += step)
    lines.push([
      [x, south],
      [x, north],
    ]);
  for (let y = Math.ceil(south / step) * step; y <= north; y += step)
    lines.push([
      [west, y],
      [east, y],
    ]);
  return lines;
}

/** The middle of a feature. */
export function middle({ geometry }: Feature): Point {
  const points = corners(geometry.coordinates);
  const [x, y] = points.reduce(([sumX, sumY], [lon, lat]) => [sumX + lon, sumY + lat], [0, 0]);
  return { longitude: x / points.length, latitude: y / points.length };
}

function corners(coordinates: unknown): [number, number][] {
  if (!Array.isArray(coordinates)) return [];
  if (typeof coordinates[0] === "number") return [[coordinates[0], coordinates[1] as number]];
  return coordinates.flatMap(corners);
}

/** Kilometres between two places, along the surface. */
export function distance(from: Point, to: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [lat1, lat2] = [radians(from.latitude), radians(to.latitude)];
  const half = (angle: number) => Math.sin(angle / 2) ** 2;
  const a = half(lat2 - lat1) + Math.cos(lat1) * Math.cos(lat2) * half(radians(to.longitude - from.longitude));
  return 2 * EARTH * Math.asin(Math.sqrt(a));
}

/** Which of the eight directions it is from one place to another, 0 being north, clockwise. */
export function direction(from: Point, to: Point): number {
  const x = (to.longitude - from.longitude) * Math.cos((from.latitude * Math.PI) / 180);
  const angle = (Math.atan2(x, to.latitude - from.latitude) * 180) / Math.PI;
  return Math.round(((angle + 360) % 360) / 45) % 8;
}

/** How bad a feature is: its place in the legend, which ends with the worst; what is not known is the least of all. */
export function badness({ legend }: Layer): (feature: Feature) => number {
  const order = legend.map((entry) => entry.class).filter((name) => name !== "unknown");
  return ({ properties }) => order.indexOf(properties.class);
}
