// The views that everybody has: a status each that the server filters by.
import type { RunStatus } from "~/api/types";

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

/** What the server is asked for; undefined asks for every status. */
export function statusesOf(view: View): string | undefined {
  return STATUSES[view].join(",") || undefined;
}
