import { describe, expect, it } from "vitest";
import type { Signal } from "~/api/types";
import type { RunEvent } from "~/live/events";
import { linesOf } from "~/pages/run/events/lines";
import { marksOf, sums } from "~/pages/run/timeline/interruptions";

const START = Date.parse("2026-01-01T00:00:00Z");
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

function stored(id: number, type: string, payload: Signal["payload"] = {}): Signal {
  return { id, type, ts: at(id), processed: true, payload };
}

const SIGNALS = [
  stored(1, "start"),
  stored(2, "interrupt", { reason: "paused" }),
  stored(3, "resume_request"),
  stored(4, "resume"),
  stored(5, "interrupt", { reason: "question" }),
  stored(6, "crash"),
  stored(7, "restart"),
  stored(8, "crash"),
  stored(9, "stalled"),
];

describe("marks on the line of time", () => {
  it("stand for what interrupted the run, and for nothing else", () =>
    expect(marksOf(SIGNALS, START, START + 9_000).map(({ id, kind }) => [id, kind])).toEqual([
      [2, "pause"],
      [4, "resume"],
      [5, "question"],
      [6, "crash"],
      [7, "restart"],
      [8, "crash"],
      [9, "stalled"],
    ]));
  it("are counted in words", () =>
    expect(sums(marksOf(SIGNALS, START + 5_500, START + 8_500))).toEqual([
      ["crash", 2],
      ["restart", 1],
    ]));
});

describe("the lines of events", () => {
  it("are what is kept and what came live, newest first, each once", () => {
    const live = [{ seq: "a-1", ts: at(2.5), type: "node", thread_id: "r", data: {} } as unknown as RunEvent];
    const lines = linesOf(SIGNALS.slice(0, 3), live);
    expect(lines.map(({ type, isStored }) => [type, isStored])).toEqual([
      ["resume_request", true],
      ["node", false],
      ["interrupt", true],
      ["start", true],
    ]);
    expect(new Set(lines.map(({ key }) => key)).size).toBe(4);
  });
});
