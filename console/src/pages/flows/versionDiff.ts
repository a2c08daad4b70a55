// What differs between two versions of a flow. Nodes are told apart by their id: a node that only moved has not changed.
import type { FlowDocument, FlowEdge, FlowNode } from "~/api/types";

export interface NodeChange {
  id: string;
  kind: "added" | "removed" | "changed" | "moved";
  before?: FlowNode;
  after?: FlowNode;
}

export interface VersionDiff {
  nodes: NodeChange[];
  edgesAdded: string[];
  edgesRemoved: string[];
  /** Top-level fields beside nodes and edges. */
  settings: Array<{ name: string; before: unknown; after: unknown }>;
}

export function diffVersions(before: FlowDocument, after: FlowDocument): VersionDiff {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const young = new Map(after.nodes.map((node) => [node.id, node]));
  const ids = [...new Set([...old.keys(), ...young.keys()])];
  const oldEdges = new Set(before.edges.map(edgeText));
  const youngEdges = new Set(after.edges.map(edgeText));
  return {
    nodes: ids.flatMap((id) => changeOf(id, old.get(id), young.get(id)) ?? []),
    edgesAdded: [...youngEdges].filter((edge) => !oldEdges.has(edge)),
    edgesRemoved: [...oldEdges].filter((edge) => !youngEdges.has(edge)),
    settings: settingsChanged(before, after),
  };
}

function changeOf(
  id: string,
  before: FlowNode | undefined,
  after: FlowNode | undefined,
): NodeChange | undefined {
  if (before === undefined) return after && { id, kind: "added", after };
  if (after === undefined) return { id, kind: "removed", before };
  if (same(withoutPosition(before), withoutPosition(after))) {
    return same(before.position, after.position) ? undefined : { id, kind: "moved", before, after };
  }
  return { id, kind: "changed", before, after };
}

/** What a node does: where it stands, and objects without anything in them, change nothing of that. */
function withoutPosition({ position: _, ...node }: FlowNode): unknown {
  return JSON.parse(JSON.stringify(node, (_, value: unknown) => (isEmpty(value) ? undefined : value)));
}

function isEmpty(value: unknown): boolean {
  return (
    value !== null && typeof value === "object" && !Array.isArray(value) && Object.keys(value).length === 0
  );
}

export function edgeText(edge: FlowEdge): string {
  const { when, on, as } = edge.data ?? {};
  const stands =
    on === undefined ? JSON.stringify(when) : [on, as].filter((each) => each !== undefined).join(" → ");
  return `${edge.source} → ${edge.target}${stands === undefined ? "" : ` [${stands}]`}`;
}

function settingsChanged(before: FlowDocument, after: FlowDocument) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => name !== "nodes" && name !== "edges" && !same(before[name], after[name]))
    .map((name) => ({ name, before: before[name], after: after[name] }));
}

/** Equal as JSON, whatever the order of keys. */
function same(one: unknown, other: unknown): boolean {
  return sorted(one) === sorted(other);
}

function sorted(value: unknown): string | undefined {
  return JSON.stringify(value, (_, each: unknown) =>
    each !== null && typeof each === "object" && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
