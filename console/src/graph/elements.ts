// What React Flow is given of a flow: its boxes and its lines, and what is chosen among them. Nothing here draws.
import { type Edge, MarkerType, type Node, type NodeChange } from "@xyflow/react";
import type { FlowDocument, NodeState } from "~/api/types";
import { nodeName } from "~/names/words";
import type { NodeSearch } from "./GraphBar";
import { type Layout, NODE_HEIGHT, NODE_WIDTH } from "./geometry";

/** The node that was selected by mouse or keyboard; null: none is any more; undefined: nothing of that kind changed. */
export function chosenIn(changes: NodeChange[]): string | null | undefined {
  const selections = changes.filter((each) => each.type === "select");
  if (selections.length === 0) return undefined;
  return selections.find((each) => each.selected)?.id ?? null;
}

/** What a condition's answers, and the failures of nodes, are called. */
type Answers = Record<"true" | "false" | "error" | "timeout", string>;

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
  answers: Answers,
  language: string,
  states?: NodeState[],
  isCalm = false,
): Edge[] {
  const names = new Map(document.nodes.map((node) => [node.id, nodeName(node, language)]));
  const running = states?.filter((each) => each.status === "running").map((each) => each.id);
  const leftBy = new Map(states?.map((each) => [each.id, each.left_by]));
  return document.edges.map((edge, index) => ({
    id: `${index}`,
    type: "line",
    source: edge.source,
    target: edge.target,
    animated: !isCalm && running?.includes(edge.target) === true,
    markerEnd: { type: MarkerType.ArrowClosed },
    data: { bends: bends.get(index) },
    ...(edge.data?.on !== undefined && {
      className: leftBy.get(edge.source) === edge.data.on ? "ren-failure ren-taken" : "ren-failure",
    }),
    ariaLabel: `${names.get(edge.source)} → ${names.get(edge.target)}`,
    ...labelOf(edge, answers),
  }));
}

/** What its author calls an edge, else which answer of a condition, or which failure, it stands for. */
function labelOf({ label, data }: FlowDocument["edges"][number], answers: Answers): { label?: string } {
  const on = data?.on === undefined ? undefined : answers[data.on];
  const when = typeof data?.when === "boolean" ? answers[`${data.when}`] : JSON.stringify(data?.when);
  const words = label || data?.label || on || when || "";
  return words === "" ? {} : { label: words };
}
