import type { TFunction } from "i18next";
import type { Checkpoint } from "~/api/types";

/** What a checkpoint came after: a node; the input; or nothing at all, for LangGraph keeps an empty state first. */
export function checkpointName(
  { node, step }: Checkpoint,
  nameOf: (node: string) => string,
  t: TFunction,
): string {
  return node !== null ? nameOf(node) : t(step === -1 ? "state.beforeInput" : "state.input");
}
