import { describe, expect, it } from "vitest";
import { NODE_HEIGHT, NODE_WIDTH } from "~/graph/geometry";
import { isInSight, READABLE, viewportFor } from "~/graph/viewport";

const SIZE = { width: 460, height: 430 };
const column = (count: number) => Array.from({ length: count }, (_, row) => ({ x: 0, y: row * 84 }));

describe("what is shown of a graph", () => {
  it("is all of a small one, in the middle", () => {
    const places = column(3);
    const view = viewportFor(places, SIZE, undefined);
    expect(view.zoom).toBe(1);
    expect(places.every((place) => isInSight(place, SIZE, view))).toBe(true);
    expect(view.x).toBe((SIZE.width - NODE_WIDTH) / 2);
  });
  it("is all of one that can just be read", () => {
    const places = column(6);
    const view = viewportFor(places, SIZE, places[5]);
    expect(view.zoom).toBeGreaterThanOrEqual(READABLE);
    expect(view.zoom).toBeLessThan(1);
    expect(places.every((place) => isInSight(place, SIZE, view))).toBe(true);
  });
  it.each([12, 40])("is the beginning of one with %i nodes, large enough to be read", (count) => {
    const places = column(count);
    const view = viewportFor(places, SIZE, undefined);
    expect(view.zoom).toBe(1);
    expect(places.map((place) => isInSight(place, SIZE, view)).slice(0, 5)).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
  });
  it("is the node that runs, and never what lies beyond the end", () => {
    const places = column(40);
    for (const focus of [places[0], places[17], places[39]]) {
      const view = viewportFor(places, SIZE, focus);
      expect(focus !== undefined && isInSight(focus, SIZE, view)).toBe(true);
    }
    const end = viewportFor(places, SIZE, places[39]);
    expect(39 * 84 + NODE_HEIGHT + end.y).toBeGreaterThan(SIZE.height - 60);
  });
  it("is no smaller than can be read where it is wide", () => {
    const places = Array.from({ length: 12 }, (_, column) => ({ x: column * 220, y: 0 }));
    const view = viewportFor(places, SIZE, places[11]);
    expect(view.zoom).toBe(READABLE);
    expect(isInSight({ x: 11 * 220, y: 0 }, SIZE, view)).toBe(true);
  });
});
