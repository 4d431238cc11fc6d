// Places, directions and ranks on the map.

import { describe, expect, it } from "vitest";
import type { Feature, Layer } from "../src/map/api.js";
import { around, badness, direction, distance, grid, middle, roomy, serves, widened } from "../src/map/geometry.js";

const feature = (name: string): Feature => ({
  type: "Feature",
  geometry: {
    type: "Polygon",
    coordinates: [
      [
        [1, 1],
        [3, 1],
        [3, 5],
        [1, 5],
      ],
    ],
  },
  properties: { class: name, colour: "#000", text: name },
});

describe("a view", () => {
  it.each([
    ["a little smaller", [10.1, 10.1, 19.9, 19.9], true],
    ["moved out of it", [10.5, 10, 20.5, 20], false],
    ["far nearer", [14, 14, 16, 16], false],
  ] as const)("%s: is served by what is asked for, %j, %s", (_, [west, south, east, north], served) => {
    expect(serves([10, 10, 20, 20], [west, south, east, north])).toBe(served);
  });
});

describe("places on the map", () => {
  it.each([
    [{ latitude: 1, longitude: 0 }, 0],
    [{ latitude: 1, longitude: 1 }, 1],
    [{ latitude: 0, longitude: 1 }, 2],
    [{ latitude: -1, longitude: 0 }, 4],
    [{ latitude: 1, longitude: -1 }, 7],
  ])("%o lies in direction %i of the equator", (to, expected) => {
    expect(direction({ latitude: 0, longitude: 0 }, to)).toBe(expected);
  });

  it("are a degree of latitude, 111 km, apart", () => {
    expect(distance({ latitude: 23, longitude: 72 }, { latitude: 24, longitude: 72 })).toBeCloseTo(111.2, 1);
  });

  it("have a middle, however deep their coordinates lie", () => {
    expect(middle(feature("x"))).toEqual({ longitude: 2, latitude: 3 });
  });

  it("stay in the world when there is room made around them", () => {
    expect(roomy([-180, -85, 180, 85])).toEqual([-180, -85, 180, 85]);
    expect(roomy([72, 23, 72, 23])).toEqual([71.98, 22.98, 72.02, 23.02]);
    expect(widened([0, 0, 10, 10], 0.1)).toEqual([-1, -1, 11, 11]);
    expect(around({ latitude: 84.99, longitude: 0 })[3]).toBe(85);
  });

  it("have a grid of a few lines, whatever the box", () => {
    for (const size of [0.01, 0.3, 7, 300]) {
      const lines = grid([0, 0, size, size / 10]);
      expect(lines.length).toBeGreaterThan(2);
      expect(lines.length).toBeLessThan(16);
    }
  });

  it("are ranked as the legend is, what is not known below all", () => {
    const legend = ["good", "weak", "none", "unknown"].map((name) => ({ class: name, label: name, colour: "#000" }));
    const worst = badness({ legend } as Layer);
    const ranked = ["unknown", "none", "good", "weak"].sort(
      (one, other) => worst(feature(other)) - worst(feature(one)),
    );
    expect(ranked).toEqual(["none", "weak", "good", "unknown"]);
  });
});
