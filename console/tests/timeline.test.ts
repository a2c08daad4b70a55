import { describe, expect, it } from "vitest";
import type { Checkpoint, Run } from "~/api/types";
import { timelineOf } from "~/pages/run/timeline/bars";

const START = Date.parse("2026-01-01T00:00:00Z");
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();
const node = (id: string, status: string, begun: number | null, duration: number | null) => ({
  id,
  status,
  visits: 1,
  started_at: begun === null ? null : at(begun),
  duration_s: duration,
});

function run(status: string, nodes: object[]): Run {
  const times = { started_at: at(0), finished_at: null, last_event_at: at(10) };
  return { status, nodes, times } as unknown as Run;
}

/** Newest first, as the server tells them: one for each visit that ended. */
function checkpoints(...visits: Array<[node: string | null, end: number]>): Checkpoint[] {
  const told = visits.map(([each, end], place) => {
    const parent = place === 0 ? null : `${place - 1}`;
    return { checkpoint_id: `${place}`, parent_id: parent, node: each, ts: at(end) } as Checkpoint;
  });
  return told.reverse();
}

describe("a timeline", () => {
  it("has a bar for each visit, and one that grows for the visit under way", () => {
    const nodes = [node("a", "finished", 0, 4), node("b", "running", 4, 3), node("c", "waiting", null, null)];
    const timeline = timelineOf(run("running", nodes), checkpoints([null, 0], ["a", 4]), START + 7_000);
    expect(timeline?.lanes).toEqual([
      { node: "a", bars: [{ from: START, to: START + 4_000, visits: 1, status: "finished" }] },
      { node: "b", bars: [{ from: START + 4_000, to: START + 7_000, visits: 1, status: "running" }] },
    ]);
  });
  it("counts for the first visit what is loaded before its code, and knows what it has not read yet", () => {
    const told = checkpoints([null, 3], ["a", 4], ["b", 6]);
    const bars = (known: Checkpoint[]) =>
      timelineOf(run("finished", [node("a", "finished", 0, 4), node("b", "finished", 4, 2)]), known, START)
        ?.lanes.map(({ bars }) => [bars[0]?.from, bars[0]?.to])
        .map((each) => each.map((moment) => ((moment ?? 0) - START) / 1000));
    expect(bars(told)).toEqual([
      [0, 4],
      [4, 6],
    ]);
    expect(bars(told.slice(0, 1))?.at(-1)).toEqual([6, 6]);
  });
  it("does not begin before the run does", () => {
    const waiting = { ...run("pending", []), times: { started_at: null } } as unknown as Run;
    expect(timelineOf(waiting, [], START)).toBeNull();
  });
  it("folds what is too narrow to be told apart", () => {
    const visits = Array.from({ length: 5_000 }, (_, place): [string, number] => ["a", place / 500]);
    const timeline = timelineOf(
      run("finished", [node("a", "finished", 0, 10)]),
      checkpoints([null, 0], ...visits),
      START,
    );
    const bars = timeline?.lanes[0]?.bars ?? [];
    expect(bars.length).toBeLessThan(130);
    expect(bars.reduce((sum, bar) => sum + bar.visits, 0)).toBe(5_000);
  });
});
