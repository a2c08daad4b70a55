// What is chosen on the page of runs; all of it stands in the address.
import type { RunFilter, RunQuery, RunStatus } from "~/api/types";
import { asFlag, asText, oneOf, type Search } from "~/url/search";

/** The views that everybody has: a status each that the server filters by. */
export const VIEWS = ["all", "active", "waiting", "failed", "finished", "cancelled"] as const;
export type View = (typeof VIEWS)[number];

const STATUSES: Record<View, RunStatus[]> = {
  all: [],
  active: ["pending", "running", "recovering"],
  waiting: ["interrupted"],
  failed: ["error"],
  finished: ["finished"],
  cancelled: ["cancelled"],
};

export const SORTS = ["created", "started", "duration", "status", "flow", "title"] as const;
export const AGES = ["-60m", "-24h", "-7d", "-30d"] as const;

export const SEARCH = {
  view: oneOf(...VIEWS),
  flow: asText,
  /** Tags, joined by commas. */
  tag: asText,
  error: asText,
  /** Names of machines, joined by commas. */
  machine: asText,
  skipped: asFlag,
  /** How long ago at most; or a day, or a moment. */
  from: asText,
  to: asText,
  q: asText,
  sort: oneOf(...SORTS),
  order: oneOf("asc", "desc"),
};
export type RunsSearch = Search<typeof SEARCH>;
export type SetRunsSearch = (
  changes: { [Name in keyof RunsSearch]?: RunsSearch[Name] | undefined },
  options?: { replace?: boolean },
) => void;

/** Nothing chosen. */
export const NOTHING: { [Name in keyof RunsSearch]: undefined } = {
  view: undefined,
  flow: undefined,
  tag: undefined,
  error: undefined,
  machine: undefined,
  skipped: undefined,
  from: undefined,
  to: undefined,
  q: undefined,
  sort: undefined,
  order: undefined,
};

/** What the server is asked for; undefined asks for every status. */
export function statusesOf(view: View): string | undefined {
  return STATUSES[view].join(",") || undefined;
}

export function filterOf(search: RunsSearch): RunFilter {
  return given({
    status: statusesOf(search.view ?? "all"),
    flow_id: search.flow,
    tag: search.tag,
    error: search.error,
    machine: search.machine,
    skipped: search.skipped && ("1" as const),
    started_from: search.from && momentOf(search.from, 0),
    started_to: search.to && momentOf(search.to, 1),
    q: search.q,
  });
}

export function queryOf(search: RunsSearch): RunQuery {
  return { ...filterOf(search), ...given({ sort: search.sort, order: search.order }) };
}

/** What to choose for a query that was saved; statuses that are no view's are left out. */
export function searchOf(query: RunQuery): { [Name in keyof RunsSearch]: RunsSearch[Name] | undefined } {
  return {
    ...NOTHING,
    view: VIEWS.find((view) => view !== "all" && statusesOf(view) === query.status),
    flow: query.flow_id,
    tag: query.tag,
    error: query.error,
    machine: query.machine,
    skipped: query.skipped === "1" ? true : undefined,
    from: query.started_from,
    to: query.started_to,
    q: query.q,
    sort: query.sort,
    order: query.order,
  };
}

/** A day as people mean it: where they are, from its beginning; `days` later for the end of it. */
function momentOf(text: string, days: number): string {
  const [year, month, day] = text.split("-").map(Number);
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || !year || !month || !day) return text;
  return new Date(year, month - 1, day + days).toISOString();
}

function given<Filter extends object>(
  filter: Filter,
): { [Name in keyof Filter]?: NonNullable<Filter[Name]> } {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Filter]?: NonNullable<Filter[Name]>;
  };
}
