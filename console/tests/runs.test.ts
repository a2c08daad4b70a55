import { describe, expect, it } from "vitest";
import type { RunSummary } from "~/api/types";
import { type Entry, fitting } from "~/layout/palette";
import { afterTold, fits, type RunPages } from "~/live/lists";
import { NOTHING, queryOf, type RunsSearch, searchOf } from "~/pages/runs/views";

function run(id: string, more: Partial<RunSummary> = {}): RunSummary {
  const times = { created_at: "2026-01-01T00:00:00.000Z" };
  return {
    thread_id: id,
    title: null,
    tags: [],
    status: "running",
    skipped: 0,
    error: null,
    times,
    ...more,
  } as unknown as RunSummary;
}

const list = (...items: RunSummary[]): RunPages => ({
  pages: [{ items, next: null, total: items.length }],
  pageParams: [null],
});

describe("what is chosen on the page of runs", () => {
  it("comes back from the query it makes", () => {
    const search: RunsSearch = {
      view: "failed",
      tag: "spring,大促",
      error: "NODE_TIMEOUT",
      skipped: true,
      from: "-24h",
      q: "é",
      sort: "title",
      order: "asc",
    };
    expect(queryOf(search)).toEqual({
      status: "error",
      tag: "spring,大促",
      error: "NODE_TIMEOUT",
      skipped: "1",
      started_from: "-24h",
      q: "é",
      sort: "title",
      order: "asc",
    });
    expect(searchOf(queryOf(search))).toEqual({ ...NOTHING, ...search });
  });
  it("means days as they are where the reader is, the last one included", () => {
    const query = queryOf({ from: "2026-03-01", to: "2026-03-01" });
    const [from, to] = [query.started_from, query.started_to].map((text) => new Date(text ?? ""));
    expect(from?.getHours()).toBe(0);
    expect(from?.getDate()).toBe(1);
    expect((to?.getTime() ?? 0) - (from?.getTime() ?? 0)).toBe(86_400_000);
  });
});

describe("a filtered list after events", () => {
  it("is told by tags, errors and skipped items who belongs to it", () => {
    expect(fits(run("a", { tags: ["x", "y"] }), { tag: "y,x" })).toBe(true);
    expect(fits(run("a", { tags: ["x"] }), { tag: "y,x" })).toBe(false);
    expect(fits(run("a", { skipped: 2 }), { skipped: "1" })).toBe(true);
    expect(fits(run("a"), { error: "X" })).toBe(false);
    expect(fits(run("a", { title: "Éclair" }), { q: "éCL" })).toBe(true);
  });
  it("keeps a row that a search found by what the row does not tell", () => {
    const told = new Map([["a", run("a", { status: "finished" })]]);
    const { pages, isStale } = afterTold(list(run("a")), { q: "in its input" }, 50, told);
    expect(pages.pages[0]?.items[0]?.status).toBe("finished");
    expect(isStale).toBe(false);
  });
  it("counts who comes and goes, and asks the server for the place in another order", () => {
    const gone = afterTold(list(run("a"), run("b")), {}, 50, new Map([["a", null]]));
    expect(gone.pages.pages[0]?.total).toBe(1);
    const sorted = afterTold(list(run("a")), { sort: "title" }, 50, new Map([["b", run("b")]]));
    expect(sorted).toMatchObject({ isStale: true, pages: list(run("a")) });
  });
});

describe("the palette", () => {
  const entry = (label: string, about = ""): Entry => ({
    key: label,
    icon: "runs",
    label,
    about,
    act: () => undefined,
  });
  it("finds by all words, in any order and case", () => {
    const all = [entry("Start Hello", "flow"), entry("Hello", "flow"), entry("运行记录", "页面")];
    expect(fitting(all, "hello START").map(({ label }) => label)).toEqual(["Start Hello"]);
    expect(fitting(all, "运行").map(({ label }) => label)).toEqual(["运行记录"]);
    expect(fitting(all, "  ")).toHaveLength(3);
  });
});
