// What React Flow is given of a flow: its boxes and its lines, and what is chosen among them. Nothing here draws.
import { type Edge, MarkerType, type Node, type NodeChange } from "@xyflow/react";
import type { EdgeState, FlowDocument, NodeState } from "~/api/types";
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

/** How a run stands at the nodes of its flow, and by which edges it went. */
export interface Ran {
  states?: NodeState[] | undefined;
  edges?: EdgeState[] | null | undefined;
}

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
  { states, edges }: Ran = {},
  isCalm = false,
): Edge[] {
  const names = new Map(document.nodes.map((node) => [node.id, nodeName(node, language)]));
  const running = states?.filter((each) => each.status === "running").map((each) => each.id);
  const leftBy = new Map(states?.map((each) => [each.id, each.left_by]));
  const times = new Map(edges?.map((each) => [each.edge, each.taken]));
  return document.edges.map((edge, index) => ({
    id: `${index}`,
    type: "line",
    source: edge.source,
    target: edge.target,
    animated: !isCalm && running?.includes(edge.target) === true,
    markerEnd: { type: MarkerType.ArrowClosed },
    data: { bends: bends.get(index) },
    ...classOf(
      edge,
      // Runs that an older renflow ended tell of edges for failures only.
      times.has(index) || (edge.data?.on !== undefined && leftBy.get(edge.source) === edge.data.on),
    ),
    ariaLabel: `${names.get(edge.source)} → ${names.get(edge.target)}`,
    ...labelOf(edge, answers, times.get(index) ?? 0, language),
  }));
}

function classOf({ data }: FlowDocument["edges"][number], isTaken: boolean): { className?: string } {
  const names = [...(data?.on === undefined ? [] : ["ren-failure"]), ...(isTaken ? ["ren-taken"] : [])];
  return names.length === 0 ? {} : { className: names.join(" ") };
}

/**
 * What its author calls an edge, else which answer of a condition, or which failure, it stands for; and how often the
 * run went by it, where that is more than once.
 */
function labelOf(
  { label, data }: FlowDocument["edges"][number],
  answers: Answers,
  times: number,
  language: string,
): { label?: string } {
  const on = data?.on === undefined ? undefined : answers[data.on];
  const when = typeof data?.when === "boolean" ? answers[`${data.when}`] : JSON.stringify(data?.when);
  const words = label || data?.label || on || when || "";
  const often = times > 1 ? `× ${times.toLocaleString(language)}` : "";
  const shown = [words, often].filter(Boolean).join(" ");
  return shown === "" ? {} : { label: shown };
}
