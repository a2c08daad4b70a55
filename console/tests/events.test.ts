import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Process, Run, Series } from "~/api/types";
import { Batch } from "~/live/batch";
import { afterEvents, type RunEvent } from "~/live/events";
import { afterBatch, joinedSamples, KEPT_EVENTS, KEPT_SAMPLES, NO_HISTORY } from "~/live/history";

const node = (id: string, status = "waiting", visits = 0) => ({
  id,
  status,
  visits,
  started_at: null,
  duration_s: null,
});
const run = {
  thread_id: "r",
  status: "running",
  nodes: [node("a", "running", 1), node("b")],
  current_nodes: ["a"],
  open_visits: [{ node: "a", visit: 1, attempt: 1, status: "running", started_at: "", progress: null }],
};
const RUN = run as unknown as Run;

function event<Kind extends RunEvent["type"]>(type: Kind, data: unknown, seq = "boot-1"): RunEvent {
  return { seq, ts: "2026-01-01T00:00:00Z", type, thread_id: "r", data } as RunEvent;
}

describe("a run after events", () => {
  it("has the newest status", () => {
    const after = afterEvents(RUN, [event("status", { status: "interrupted", reason: "paused" })]);
    expect(after).toMatchObject({ status: "interrupted", reason: "paused", thread_id: "r" });
  });
  it("follows the nodes", () => {
    const moves = [
      event("node", { node: "a", visit: 1, status: "finished", attempt: 1 }),
      event("node", { node: "b", visit: 2, status: "running", attempt: 1 }),
    ];
    const after = afterEvents(RUN, moves);
    expect(after.nodes.map((each) => [each.status, each.visits])).toEqual([
      ["finished", 1],
      ["running", 1],
    ]);
    expect(after.current_nodes).toEqual(["b"]);
  });
  it("knows several visits at once, each with its progress", () => {
    const begun = afterEvents(RUN, [
      event("node", { node: "b", visit: 2, status: "running", attempt: 1, beside: [1] }),
      event("progress", { node: "a", visit: 1, label: "rows", done: 3 }),
      event("progress", { node: "b", visit: 2, label: "files", done: 5 }),
    ]);
    expect(begun.current_nodes).toEqual(["a", "b"]);
    expect(begun.open_visits.map((each) => each.progress?.done)).toEqual([3, 5]);
    expect(begun.progress).toMatchObject({ node: "b", done: 5 });
    const failed = afterEvents(begun, [event("node", { node: "b", visit: 2, status: "failed", attempt: 1 })]);
    expect(failed.open_visits.map((each) => each.status)).toEqual(["running", "failed"]);
    const over = afterEvents(begun, [event("node", { node: "a", visit: 1, status: "finished", attempt: 1 })]);
    expect(over.current_nodes).toEqual(["b"]);
  });
  it("forgets a visit whose end was lost once a later one begins without it", () => {
    const after = afterEvents(RUN, [event("node", { node: "b", visit: 7, status: "running", attempt: 1 })]);
    expect(after.open_visits.map((each) => each.visit)).toEqual([7]);
  });
  it("counts no visit twice when an attempt begins anew", () => {
    const again = event("node", { node: "a", visit: 1, status: "running", attempt: 2 });
    expect(afterEvents(RUN, [again]).nodes[0]?.visits).toBe(1);
  });
  it("is the snapshot of a resync", () => {
    const other = { ...RUN, status: "finished" };
    expect(afterEvents(RUN, [event("resync", other)])).toBe(other);
  });
  it("is the same object after lines of the log", () => {
    expect(afterEvents(RUN, [event("log", { message: "hello" })])).toBe(RUN);
  });
});

describe("what a page keeps", () => {
  const measured = { cpu_percent: 5, rss_mb: 80 } as Process;
  it("is bounded, however long it is open", () => {
    let history = NO_HISTORY;
    for (let turn = 0; turn < 30; turn += 1) {
      const batch = Array.from({ length: 100 }, (_, at) =>
        event("progress", { rate: at }, `boot-${turn}-${at}`),
      );
      history = afterBatch(history, [
        ...batch,
        ...Array.from({ length: 100 }, () => event("metrics", measured)),
      ]);
    }
    expect(history.events).toHaveLength(KEPT_EVENTS);
    expect(history.samples).toHaveLength(KEPT_SAMPLES);
    expect(history.samples.at(-1)).toMatchObject({ cpu: 5, rss: 80, rate: 99 });
  });
  it("counts lines, and keeps none", () => {
    const history = afterBatch(NO_HISTORY, [event("log", {}), event("log", {})]);
    expect([history.logged, history.events]).toEqual([2, []]);
  });
  it("joins the past with what came since", () => {
    const times = ["2026-01-01T00:00:00Z", "2026-01-01T00:00:02Z"];
    const past = {
      times,
      cpu_percent: [1, 2],
      rss_mb: [10, null],
      items_per_s: [null, 3],
    } as unknown as Series;
    const at = Date.parse("2026-01-01T00:00:02Z") / 1000;
    const live = [at, at + 2].map((moment) => ({ at: moment, cpu: 9, rss: 9, rate: 9 }));
    expect(joinedSamples(past, live).map((each) => each.cpu)).toEqual([1, 2, 9]);
  });
});

describe("a batch", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
  afterEach(() => void vi.useRealTimers());

  it("hands on the first at once and the rest four times a second", () => {
    const told: number[][] = [];
    const batch = new Batch<number>((items) => told.push(items), 250);
    batch.add(1);
    vi.advanceTimersByTime(0);
    for (let item = 2; item <= 200; item += 1) {
      batch.add(item);
      vi.advanceTimersByTime(5);
    }
    vi.advanceTimersByTime(250);
    expect(told[0]).toEqual([1]);
    expect(told.length).toBeLessThanOrEqual(6);
    expect(told.flat()).toEqual(Array.from({ length: 200 }, (_, at) => at + 1));
  });
  it("tells nothing after it was stopped", () => {
    const told: number[][] = [];
    const batch = new Batch<number>((items) => told.push(items));
    batch.add(1);
    batch.stop();
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([]);
  });
});
