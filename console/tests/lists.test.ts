import { InfiniteQueryObserver, QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RunFilter, RunStatus, RunSummary } from "~/api/types";
import { CachedLists } from "~/live/cachedLists";
import {
  afterTold,
  fits,
  hasMoved,
  type ListEvent,
  type RunPages,
  type Standing,
  toldBy,
} from "~/live/lists";

const LIMIT = 3;

/** The runs are as old as their numbers say: a higher number is newer. */
function run(number: number, status: RunStatus = "running", more: Partial<RunSummary> = {}): RunSummary {
  const created_at = new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString();
  return {
    thread_id: `run-${number}`,
    flow_id: "flow",
    status,
    times: { created_at },
    ...more,
  } as RunSummary;
}

function pages(next: string | null, ...items: RunSummary[][]): RunPages {
  return {
    pages: items.map((each, place) => ({
      items: each,
      next: place < items.length - 1 ? "further" : next,
      total: items.flat().length,
    })),
    pageParams: items.map((_, place) => (place === 0 ? null : "further")),
  };
}

function event(data: RunSummary): ListEvent {
  return { seq: "boot-1", ts: "", type: "run", thread_id: data.thread_id, data };
}
const deletion = (thread_id: string): ListEvent => ({
  seq: "boot-2",
  ts: "",
  type: "deleted",
  thread_id,
  data: {},
});

function changed(before: RunPages, filter: RunFilter, ...events: ListEvent[]) {
  const { pages, isStale } = afterTold(before, filter, LIMIT, toldBy(events));
  return { ids: pages.pages.map((page) => page.items.map((each) => each.thread_id)), isStale, pages };
}

describe("a list of runs after events", () => {
  const two = pages("further", [run(9), run(7), run(5)], [run(3), run(1)]);

  it("has the newest of each row, and keeps the others as they were", () => {
    const { pages: now, isStale } = changed(two, {}, event(run(3, "error")), event(run(3, "pending")));
    expect(now.pages[1]?.items[0]?.status).toBe("pending");
    expect(now.pages[0]).toBe(two.pages[0]);
    expect(now.pages[1]?.items[1]).toBe(two.pages[1]?.items[1]);
    expect(isStale).toBe(false);
  });
  it("is the same object where nothing of it changed", () => {
    expect(changed(two, { status: "running" }, event(run(20, "error"))).pages).toBe(two);
    expect(changed(two, {}, deletion("run-8")).pages).toBe(two);
  });
  it("has a new run at its front", () =>
    expect(changed(two, {}, event(run(10)), event(run(11)))).toMatchObject({
      ids: [
        ["run-11", "run-10", "run-9", "run-7", "run-5"],
        ["run-3", "run-1"],
      ],
      isStale: false,
    }));
  it("has one that fits newly where its age belongs", () =>
    expect(changed(two, {}, event(run(4)), event(run(8))).ids).toEqual([
      ["run-9", "run-8", "run-7", "run-5"],
      ["run-4", "run-3", "run-1"],
    ]));
  it("leaves what is older than all that was read to the pages that follow", () => {
    expect(changed(two, {}, event(run(0))).pages).toBe(two);
    const all = pages(null, [run(3)]);
    expect(changed(all, {}, event(run(0))).ids).toEqual([["run-3", "run-0"]]);
  });
  it("is empty, and then is not", () =>
    expect(changed(pages(null, []), {}, event(run(1))).ids).toEqual([["run-1"]]));
  it("asks the server which of two of one age comes first", () => {
    const twin = run(7, "running", { thread_id: "twin" });
    expect(changed(two, {}, event(twin))).toMatchObject({ isStale: true });
  });
  it("loses what no longer fits, and what was deleted", () => {
    const { ids, isStale } = changed(
      two,
      { status: "running" },
      event(run(7, "finished")),
      deletion("run-1"),
    );
    expect(ids).toEqual([["run-9", "run-5"], ["run-3"]]);
    expect(isStale).toBe(false);
  });
  it("asks for more where few are left and there are further ones", () => {
    const gone = [event(run(9, "finished")), event(run(7, "finished"))];
    expect(changed(two, { status: "running" }, ...gone).isStale).toBe(true);
    expect(changed(pages(null, [run(9), run(7)]), { status: "running" }, ...gone).isStale).toBe(false);
  });
});

describe("a filter", () => {
  it.each<[RunFilter, boolean]>([
    [{}, true],
    [{ status: "pending,running" }, true],
    [{ status: "run" }, false],
    [{ flow_id: "flow" }, true],
    [{ flow_id: "flo" }, false],
    [{ q: "RUN-1" }, true],
    [{ q: "run-2" }, false],
    [{ status: "running", flow_id: "flow", q: "1" }, true],
    [{ status: "error", flow_id: "flow", q: "1" }, false],
  ])("%o takes a run: %s", (filter, taken) => expect(fits(run(1), filter)).toBe(taken));
});

describe("the counts of runs by status", () => {
  it("are others when a run stands otherwise, not when it merely goes on", () => {
    const known: Standing = new Map();
    const moved = (...events: ListEvent[]) => hasMoved(known, toldBy(events));
    expect(moved(event(run(1)))).toBe(true);
    expect(moved(event(run(1)))).toBe(false);
    expect(moved(event(run(1, "interrupted")))).toBe(true);
    expect(moved(deletion("run-1"))).toBe(true);
    expect([...known]).toEqual([]);
  });
});

describe("what people have to do", () => {
  it("is asked for anew when a run that goes on waits for something else", () => {
    const known: Standing = new Map();
    const told = (open_waits: RunSummary["open_waits"], more: Partial<RunSummary> = {}) =>
      hasMoved(known, toldBy([event(run(1, "running", { open_waits, ...more }))]));
    const form = { count: 1, forms: 1, newest_at: "2026-01-01T00:00:00Z" };
    expect(told(null)).toBe(true);
    expect(told(form)).toBe(true);
    expect(told({ ...form }, { node: "work" })).toBe(false);
    expect(told({ ...form, newest_at: "2026-01-01T00:00:01Z" })).toBe(true);
    expect(told(null)).toBe(true);
  });
});

describe("the lists in the cache", () => {
  const key = ["runs", { status: "running" }, LIMIT];
  let client: QueryClient;
  let lists: CachedLists;
  const onStale = vi.fn();

  beforeEach(() => {
    client = new QueryClient();
    onStale.mockClear();
    lists = new CachedLists(client, onStale);
    lists.start();
  });
  afterEach(() => {
    lists.stop();
    client.clear();
  });
  const shown = () =>
    client.getQueryData<RunPages>(key)?.pages.flatMap((page) => page.items.map((each) => each.thread_id));

  it("are told of each run", () => {
    client.setQueryData(key, pages(null, [run(1)]));
    client.setQueryData(["runs", {}, LIMIT], pages(null, [run(1)]));
    lists.tell(toldBy([event(run(1, "finished"))]));
    expect(shown()).toEqual([]);
    expect(client.getQueryData<RunPages>(["runs", {}, LIMIT])?.pages[0]?.items[0]?.status).toBe("finished");
    expect(onStale).not.toHaveBeenCalled();
  });
  it("say when the server has to be asked", () => {
    client.setQueryData(key, pages(null, [run(1)]));
    lists.tell(toldBy([event(run(1, "running", { thread_id: "twin" }))]));
    expect(onStale).toHaveBeenCalledOnce();
  });
  it("are not thrown back by an answer that is older than the events", async () => {
    let answer: (page: RunPages["pages"][0]) => void = () => undefined;
    const observer = new InfiniteQueryObserver(client, {
      queryKey: key,
      queryFn: () => new Promise<RunPages["pages"][0]>((resolve) => (answer = resolve)),
      initialPageParam: null as string | null,
      getNextPageParam: (page: RunPages["pages"][0]) => page.next,
    });
    const stop = observer.subscribe(() => undefined);
    await vi.waitFor(() => expect(client.isFetching()).toBe(1));
    lists.tell(toldBy([event(run(1, "finished")), event(run(2))]));
    answer({ items: [run(1)], next: null, total: 1 });
    await vi.waitFor(() => expect(shown()).toEqual(["run-2"]));
    stop();
  });
});

describe("of several machines", () => {
  it("a list of one machine takes in its runs only", () => {
    const here = run(1, "running", { machine: "a" });
    expect(fits(here, { machine: "a" })).toBe(true);
    expect(fits(here, { machine: "b,a" })).toBe(true);
    expect(fits(here, { machine: "b" })).toBe(false);
    expect(fits(run(2), {})).toBe(true);
  });
});
