import { describe, expect, test } from "vitest";
import { NODE_HEIGHT, NODE_WIDTH } from "~/graph/geometry";
import { bendsAround, bendsBeside } from "~/pages/designer/canvas/around";

describe("a line that leads back", () => {
  const [first, aside, last] = [
    { x: 0, y: 0 },
    { x: 60, y: 120 },
    { x: 0, y: 240 },
  ];
  const start = { x: NODE_WIDTH / 2, y: last.y + NODE_HEIGHT };
  const laneOf = (boxes: Array<{ x: number; y: number }>) =>
    bendsAround(last, first, start, boxes)?.[1]?.x ?? 0;

  test("goes beside its own boxes", () => {
    expect(laneOf([first, last])).toBe(NODE_WIDTH + 26);
  });
  test("crosses no box that stands between them", () => {
    expect(laneOf([first, aside, last])).toBe(60 + NODE_WIDTH + 26);
    const further = { x: 70 + NODE_WIDTH, y: 120 };
    expect(laneOf([further, aside, first, last])).toBe(further.x + NODE_WIDTH + 26);
  });
  test("takes no notice of what is above and below", () => {
    expect(laneOf([first, { x: 60, y: 900 }, { x: 60, y: -900 }, last])).toBe(NODE_WIDTH + 26);
  });
});

describe("a line for failures", () => {
  const box = (x: number, y: number) => ({ x, y });
  const [from, to] = [box(0, 0), box(0, 240)];
  const side = { x: 190, y: 16 };
  test("is a curve where nothing is in its way", () => {
    const aside = box(300, 200);
    expect(bendsBeside(from, aside, side, [from, aside, box(0, 100)])).toBeUndefined();
  });
  test("goes beside what stands between, and what stands there", () => {
    expect(bendsBeside(from, to, side, [from, to, box(0, 120)])).toEqual([
      { x: 216, y: 16 },
      { x: 216, y: 220 },
      { x: 95, y: 220 },
    ]);
    expect(bendsBeside(from, to, side, [from, to, box(0, 120), box(210, 100)])?.[0]).toEqual({
      x: 426,
      y: 16,
    });
  });
  test("that leads back goes beside all of it", () => {
    const above = box(0, -200);
    expect(bendsBeside(from, above, side, [from, above])).toEqual([
      { x: 216, y: 16 },
      { x: 216, y: -220 },
      { x: 95, y: -220 },
    ]);
  });
});
