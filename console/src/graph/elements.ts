// What React Flow is given of a flow: its boxes and its lines, and what is chosen among them. Nothing here draws.
import { type Edge, MarkerType, type Node, type NodeChange } from "@xyflow/react";
import type { FlowDocument } from "~/api/types";
import { nodeName } from "~/names/words";
import type { NodeSearch } from "./GraphBar";
import { type Layout, NODE_HEIGHT, NODE_WIDTH } from "./geometry";

/** The node that was selected by mouse or keyboard; null: none is any more; undefined: nothing of that kind changed. */
export function chosenIn(changes: NodeChange[]): string | null | undefined {
  const selections = changes.filter((each) => each.type === "select");
  if (selections.length === 0) return undefined;
  return selections.find((each) => each.selected)?.id ?? null;
}

/** What a condition's answers are called. */
type Answers = Record<"true" | "false", string>;

export function boxesOf(
  document: FlowDocument,
  { places, shape }: Layout,
  selected: string | undefined,
  search: NodeSearch,
  language: string,
): Node[] {
  const hits = new Set(search.ids);
  const current = search.ids[search.at];
  return document.nodes.map((node) => ({
    id: node.id,
    type: "box",
    position: places.get(node.id) ?? { x: 0, y: 0 },
    width: NODE_WIDTH,
    height: NODE_HEIGHT,
    selected: node.id === selected,
    className: node.id === current ? "ren-found ren-found-here" : hits.has(node.id) ? "ren-found" : "",
    data: { node, isAcross: shape === "right" },
    ariaLabel: nodeName(node, language),
  }));
}

export function linesOf(
  document: FlowDocument,
  { bends }: Layout,
  running: string | undefined,
  answers: Answers,
  language: string,
): Edge[] {
  const names = new Map(document.nodes.map((node) => [node.id, nodeName(node, language)]));
  return document.edges.map((edge, index) => ({
    id: `${index}`,
    type: "line",
    source: edge.source,
    target: edge.target,
    animated: edge.target === running,
    markerEnd: { type: MarkerType.ArrowClosed },
    data: { bends: bends.get(index) },
    ariaLabel: `${names.get(edge.source)} → ${names.get(edge.target)}`,
    ...labelOf(edge, answers),
  }));
}

/** What its author calls an edge, else which answer of a condition it stands for. */
function labelOf({ label, data }: FlowDocument["edges"][number], answers: Answers): { label?: string } {
  const when = typeof data?.when === "boolean" ? answers[`${data.when}`] : JSON.stringify(data?.when);
  const words = label || data?.label || when || "";
  return words === "" ? {} : { label: words };
}
