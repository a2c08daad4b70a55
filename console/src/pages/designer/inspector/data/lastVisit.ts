// What a node got and gave when a run visited it last, by the run's checkpoints. Nothing here draws.
import type { Checkpoint } from "~/api/types";

export interface LastVisit {
  /** The checkpoint that the visit began with; undefined: with the run's input. */
  before: string | undefined;
  /** The one that it ended with; undefined: it did not end, or ended with the node before it. */
  after: string | undefined;
  /** The keys whose values it changed. */
  changed: string[];
}

/** `checkpoints` are newest first. Undefined: the run has not been there, as far as they tell. */
export function lastVisit(checkpoints: readonly Checkpoint[], node: string): LastVisit | undefined {
  const index = checkpoints.findIndex(
    (each) => each.node === node || each.due.some((visit) => visit.node === node),
  );
  const found = checkpoints[index];
  if (found === undefined) return undefined;
  // It begins here, and has not ended since.
  if (found.node !== node) return { before: found.checkpoint_id, after: undefined, changed: [] };
  return { before: found.parent_id ?? undefined, after: found.checkpoint_id, changed: found.changed };
}
