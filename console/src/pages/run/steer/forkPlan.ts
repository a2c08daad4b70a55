// What a fork from a checkpoint keeps of the old run, and what will run (again).
import type { Checkpoint, FlowDocument } from "~/api/types";

export interface ForkPlan {
  /** Nodes whose results are in the checkpoint, with the number of their visits. */
  kept: Map<string, number>;
  /** Nodes that ran after the checkpoint in the old run. */
  again: string[];
  /** Nodes that have not run before. */
  fresh: string[];
}

/** `checkpoints` are newest first. */
export function forkPlan(
  document: FlowDocument,
  checkpoints: readonly Checkpoint[],
  chosen: string,
): ForkPlan {
  const place = checkpoints.findIndex((each) => each.checkpoint_id === chosen);
  const after = place === -1 ? [] : checkpoints.slice(0, place);
  const before = place === -1 ? checkpoints : checkpoints.slice(place);
  const kept = new Map<string, number>();
  for (const { node } of before) if (node !== null) kept.set(node, (kept.get(node) ?? 0) + 1);
  const again = new Set(after.flatMap(({ node }) => node ?? []));
  const fresh = document.nodes.map((node) => node.id).filter((id) => !kept.has(id) && !again.has(id));
  return { kept, again: [...again].reverse(), fresh };
}

/** The newest checkpoint at which something is left to do. */
export function newestDue(document: FlowDocument, checkpoints: readonly Checkpoint[]): string | undefined {
  const ends = new Set(document.nodes.filter((node) => node.type === "end").map((node) => node.id));
  return checkpoints.find(({ node }) => node === null || !ends.has(node))?.checkpoint_id;
}
