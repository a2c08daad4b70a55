import { describe, expect, test } from "vitest";
import { NODE_HEIGHT, NODE_WIDTH } from "~/graph/geometry";
import { bendsAround } from "~/pages/designer/canvas/around";

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
