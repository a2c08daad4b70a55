// What the events of the stream of all runs make of a list of runs at hand. Nothing here does I/O.
import type { InfiniteData } from "@tanstack/react-query";
import type { RunPage, RunQuery, RunSummary } from "~/api/types";

interface Kinds {
  resync: RunPage;
  run: RunSummary;
  deleted: Record<string, never>;
}

export type ListEvent = {
  [Kind in keyof Kinds]: {
    seq: string;
    ts: string;
    type: Kind;
    thread_id: Kind extends "resync" ? null : string;
    data: Kinds[Kind];
  };
}[keyof Kinds];

export type RunPages = InfiniteData<RunPage, string | null>;

/** The newest that was told of each run; null: it was deleted. */
export type Told = ReadonlyMap<string, RunSummary | null>;

export interface Applied {
  /** The same object where nothing of it changed. */
  pages: RunPages;
  /** What fits the list now cannot be told from here: the server has to be asked. */
  isStale: boolean;
}

export function toldBy(events: readonly ListEvent[]): Told {
  const told = new Map<string, RunSummary | null>();
  for (const event of events) {
    if (event.type === "run") told.set(event.thread_id, event.data);
    else if (event.type === "deleted") told.set(event.thread_id, null);
  }
  return told;
}

/**
 * Whether the server would list the run under this filter, as far as the run tells: of a search only what it is called,
 * of times nothing.
 */
export function fits(run: RunSummary, filter: RunQuery): boolean {
  const { status, flow_id, tag, error, machine, skipped, q } = filter;
  if (status && !status.split(",").includes(run.status)) return false;
  if (flow_id && run.flow_id !== flow_id) return false;
  if (tag && !tag.split(",").every((each) => run.tags.includes(each))) return false;
  if (error && run.error?.code !== error) return false;
  if (machine && run.machine && !machine.split(",").includes(run.machine)) return false;
  if (skipped && run.skipped === 0) return false;
  return !q || saysSo(run, q.toLowerCase());
}

function saysSo({ thread_id, title, tags }: RunSummary, text: string): boolean {
  return [thread_id, title ?? "", ...(tags ?? [])].some((each) => each.toLowerCase().includes(text));
}

/** Whether a row that stands in the list leaves it: what it was found by beside that may still hold. */
function leaves(run: RunSummary, { q: _, ...filter }: RunQuery): boolean {
  return !fits(run, filter);
}

/** Whether it is known where a run belongs in the list, and whether at all. */
function isByAge({ sort, order, started_from, started_to }: RunQuery): boolean {
  return (sort ?? "created") === "created" && order !== "asc" && !started_from && !started_to;
}

/**
 * The list after what was told: rows that stand in it are replaced or taken away, and what fits newly is put where its
 * age belongs. It is stale where that place is not certain, and where so many rows left that further ones should follow.
 */
export function afterTold(before: RunPages, filter: RunQuery, limit: number, told: Told): Applied {
  const standing = new Set<string>();
  const pages = before.pages.map((page) => {
    const items = page.items.flatMap((row) => {
      const now = told.get(row.thread_id);
      if (now === undefined) return row;
      if (now === null || leaves(now, filter)) return [];
      standing.add(row.thread_id);
      return now;
    });
    return items.every((row, place) => row === page.items[place]) && items.length === page.items.length
      ? page
      : { ...page, items };
  });
  let isStale = false;
  for (const [id, run] of told) {
    if (run === null || standing.has(id) || !fits(run, filter)) continue;
    if (!isByAge(filter) || !isPlaced(pages, run)) isStale = true;
  }
  const more = count(pages) - count(before.pages);
  if (more !== 0) for (const [number, page] of pages.entries()) pages[number] = withMore(page, more);
  const isThin = pages.at(-1)?.next != null && (pages[0]?.items.length ?? 0) < limit / 2;
  const isSame = pages.every((page, place) => page === before.pages[place]);
  return { pages: isSame ? before : { ...before, pages }, isStale: isStale || isThin };
}

const count = (pages: RunPage[]) => pages.reduce((sum, page) => sum + page.items.length, 0);

const withMore = (page: RunPage, more: number): RunPage => ({ ...page, total: page.total + more });

/** Puts a run among those of the pages, newest first; false where that cannot be done for certain. */
function isPlaced(pages: RunPage[], run: RunSummary): boolean {
  const age = run.times.created_at;
  for (const [number, page] of pages.entries()) {
    const place = page.items.findIndex((row) => row.times.created_at <= age);
    if (place === -1) continue;
    // Which of two came first is the server's to say.
    if (page.items[place]?.times.created_at === age) return false;
    pages[number] = { ...page, items: page.items.toSpliced(place, 0, run) };
    return true;
  }
  const last = pages.at(-1);
  if (last === undefined) return false;
  // It is older than all that was read: it comes with a page that was not asked for yet, if there is one.
  if (last.next === null) pages[pages.length - 1] = { ...last, items: [...last.items, run] };
  return true;
}

/** How runs stand, as far as counts and tasks go: a run at work may wait for something else than before. */
export type Standing = Map<string, string>;

/** Whether a run stands otherwise than was known; `known` knows it afterwards. */
export function hasMoved(known: Standing, told: Told): boolean {
  let moved = false;
  for (const [id, run] of told) {
    const stands = run && `${run.status} ${JSON.stringify(run.open_waits)}`;
    if (stands === null || known.get(id) !== stands) moved = true;
    if (stands === null) known.delete(id);
    else known.set(id, stands);
  }
  return moved;
}
