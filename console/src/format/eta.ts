// The remaining time as a range: one figure would promise more than is known.
import type { Progress } from "~/api/types";

export interface Range {
  low: number;
  high: number;
}

const FEWEST_DONE = 3;
const SPREAD = 0.1;

/**
 * Seconds that remain, at least and at most; null while nobody can tell.
 *
 * The pace of the last minute and that of the whole node so far are the two ends; a tenth is added on both sides.
 */
export function etaRange(progress: Progress, elapsed: number | null): Range | null {
  const decided = progress.done + progress.failed + progress.skipped;
  if (progress.total === null || decided < FEWEST_DONE) return null;
  const left = progress.total - decided;
  if (left <= 0) return null;
  const paces = [progress.eta_s];
  if (elapsed !== null && elapsed > 0 && progress.rate !== null) paces.push((left * elapsed) / decided);
  const known = paces.filter((each): each is number => each !== null && Number.isFinite(each) && each > 0);
  if (known.length === 0) return null;
  return { low: Math.min(...known) * (1 - SPREAD), high: Math.max(...known) * (1 + SPREAD) };
}

type Counted = Pick<Progress, "done" | "failed" | "skipped" | "total"> & Partial<Pick<Progress, "label">>;

/**
 * How much of the work is decided, 0 to 1; null where the total is unknown.
 *
 * An item that failed is dealt with; a node that failed is still to be done.
 */
export function fraction({ done, failed, skipped, total, label = null }: Counted): number | null {
  if (!total) return null;
  return Math.min(1, (done + skipped + (isOfNodes({ label }) ? 0 : failed)) / total);
}

/** Whether it counts the run's nodes, as where no node tells anything of itself. */
export function isOfNodes({ label }: Pick<Progress, "label">): boolean {
  return label === "nodes";
}
