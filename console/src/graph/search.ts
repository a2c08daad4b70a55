// Finding nodes of a flow. Nothing here draws.
import type { FlowNode } from "~/api/types";

/** The ids of the nodes that have all words of the text in their names, id, type or function; in the flow's order. */
export function found(nodes: readonly FlowNode[], text: string): string[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return nodes.filter((node) => words.every((word) => wordsOf(node).includes(word))).map((node) => node.id);
}

function wordsOf({ id, label, label_zh, type, data }: FlowNode): string {
  return [id, label, label_zh, type, data?.codeRef]
    .filter((each) => typeof each === "string")
    .join("\n")
    .toLowerCase();
}
