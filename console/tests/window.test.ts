import { describe, expect, it } from "vitest";
import type { LogLine } from "~/api/types";
import {
  EMPTY,
  edgeSeq,
  indexOfSeq,
  MOST_LINES,
  nextError,
  withNewer,
  withOlder,
} from "~/pages/run/logs/window";

const lines = (from: number, count: number, level = "INFO") =>
  Array.from({ length: count }, (_, at) => ({ seq: from + at, level, message: `${from + at}` }) as LogLine);

describe("a window on a log", () => {
  it("grows at its end and lets go of its beginning", () => {
    let window = withNewer(EMPTY, { lines: lines(0, MOST_LINES), position: "a", more: false });
    expect([window.older, window.atEnd]).toEqual([null, true]);
    const index = indexOfSeq(window, 100);
    window = withNewer(window, { lines: lines(MOST_LINES, 50), position: "b", more: true });
    expect(window.lines).toHaveLength(MOST_LINES);
    expect([window.older, window.newer, window.atEnd]).toEqual(["lost", "b", false]);
    expect(indexOfSeq(window, 100)).toBe(index);
    expect(indexOfSeq(window, 10)).toBeUndefined();
  });
  it("grows at its beginning and lets go of its end", () => {
    let window = withNewer(EMPTY, { lines: lines(5_000, MOST_LINES), position: "a", more: false });
    const index = indexOfSeq(window, 5_100);
    window = withOlder(window, { lines: lines(4_700, 300), next: null });
    expect(window.lines).toHaveLength(MOST_LINES);
    expect([window.older, window.newer, window.atEnd]).toEqual([null, "lost", false]);
    expect(indexOfSeq(window, 5_100)).toBe(index);
    expect(edgeSeq(window, "first")).toBe(4_700);
  });
  it("finds errors in both directions", () => {
    const all = [...lines(0, 10), ...lines(10, 1, "ERROR"), ...lines(11, 10), ...lines(21, 1, "CRITICAL")];
    const window = withNewer(EMPTY, { lines: all, position: null, more: false });
    expect(nextError(window, undefined, 1)).toBe(10);
    expect(nextError(window, 10, 1)).toBe(21);
    expect(nextError(window, 21, 1)).toBeUndefined();
    expect(nextError(window, undefined, -1)).toBe(21);
    expect(nextError(window, 21, -1)).toBe(10);
  });
  it("names its edge by a line that has a number", () => {
    const damaged = { message: "half a li", damaged: true } as LogLine;
    const window = withNewer(EMPTY, {
      lines: [damaged, ...lines(7, 2), damaged],
      position: null,
      more: false,
    });
    expect([edgeSeq(window, "first"), edgeSeq(window, "last")]).toEqual([7, 8]);
  });
});
