// Changes of a flow's document: whatever is not changed stays as it was, unknown fields and the order of keys included.
import type { FlowDocument, FlowEdge, FlowNode, Json, JsonObject } from "~/api/types";

/** An object with another value under a key, which stays in its place; undefined takes it out. */
export function withField<Kept extends object>(object: Kept, name: string, value: unknown): Kept {
  if (value === undefined) {
    const { [name as keyof Kept]: _, ...rest } = object;
    return rest as Kept;
  }
  return { ...object, [name]: value };
}

/** The same value under another key, in the same place; undefined where the key is taken. */
export function withKey<Kept extends object>(object: Kept, from: string, to: string): Kept | undefined {
  if (from === to) return object;
  if (Object.hasOwn(object, to)) return undefined;
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key === from ? to : key, value]),
  ) as Kept;
}

export function nodeOf(flow: FlowDocument, id: string | undefined): FlowNode | undefined {
  return flow.nodes.find((each) => each.id === id);
}

export function changeNode(flow: FlowDocument, id: string, by: (node: FlowNode) => FlowNode): FlowDocument {
  return { ...flow, nodes: flow.nodes.map((each) => (each.id === id ? by(each) : each)) };
}

/** Another value in a node's `data`; the last one that goes takes `data` with it. */
export function setData(
  flow: FlowDocument,
  id: string,
  values: Record<string, Json | undefined>,
): FlowDocument {
  return changeNode(flow, id, (node) => {
    const data = Object.entries(values).reduce<JsonObject>(
      (before, [name, value]) => withField(before, name, value),
      node.data ?? {},
    );
    const isEmpty = Object.keys(data).length === 0;
    return withField(node, "data", isEmpty ? undefined : data);
  });
}

/** Fields of React Flow that name a node's group. */
const PARENTS = ["parentId", "parentNode"] as const;

/** Another id for a node, and for it wherever the document names it. */
export function renameNode(flow: FlowDocument, from: string, to: string): FlowDocument {
  const nodes = flow.nodes.map((node) => {
    const renamed = node.id === from ? { ...node, id: to } : node;
    return PARENTS.reduce(
      (each, name) =>
        (each as unknown as JsonObject)[name] === from ? withField(each, name, to) : each,
      renamed,
    );
  });
  return { ...flow, nodes, edges: flow.edges.map((edge) => renamedEnds(edge, from, to)) };
}

function renamedEnds(edge: FlowEdge, from: string, to: string): FlowEdge {
  if (edge.source !== from && edge.target !== from) return edge;
  return {
    ...edge,
    source: edge.source === from ? to : edge.source,
    target: edge.target === from ? to : edge.target,
  };
}

export function changeEdge(flow: FlowDocument, at: number, by: (edge: FlowEdge) => FlowEdge): FlowDocument {
  return { ...flow, edges: flow.edges.map((each, index) => (index === at ? by(each) : each)) };
}

const DEVICES = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$/i;

/** Why an id cannot be a node's: a word of the catalog under `inspector.badId`; undefined: it can. */
export function idProblem(flow: FlowDocument, id: string, of: string): "form" | "reserved" | "taken" | undefined {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/.test(id)) return "form";
  if (DEVICES.test(id)) return "reserved";
  return id !== of && flow.nodes.some((each) => each.id === id) ? "taken" : undefined;
}
