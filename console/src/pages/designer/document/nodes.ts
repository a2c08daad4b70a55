// What can be done to nodes, and to the flow's own fields. Nothing here draws.
import type { FlowDocument, FlowNode, JsonObject, Made, Place } from "./document";
import { outOfGroups, renamedIn } from "./groups";
import { freshId, idsOf } from "./ids";

/** A node before it has an id and a place. */
export interface NodeWish {
  type: string;
  /** What the id is made of; else the type. */
  name?: string;
  label?: string;
  data?: JsonObject;
}

export function addNode(document: FlowDocument, wish: NodeWish, position: Place): Made {
  const id = freshId(idsOf(document), wish.name ?? wish.type);
  const node: FlowNode = {
    id,
    type: wish.type,
    ...(wish.label !== undefined && { label: wish.label }),
    ...(wish.data !== undefined && Object.keys(wish.data).length > 0 && { data: wish.data }),
    position: rounded(position),
  };
  return { document: { ...document, nodes: [...document.nodes, node] }, nodes: [id], edges: [] };
}

/** The document with another node in the place of one; the same document where nothing is changed. */
export function changeNode(
  document: FlowDocument,
  id: string,
  change: (node: FlowNode) => FlowNode,
): FlowDocument {
  const index = document.nodes.findIndex((node) => node.id === id);
  const before = document.nodes[index];
  if (before === undefined) return document;
  const after = change(before);
  return after === before ? document : { ...document, nodes: document.nodes.with(index, after) };
}

/** Another `data`; without anything in it, and none before, there is none. */
export function changeData(document: FlowDocument, id: string, data: JsonObject): FlowDocument {
  return changeNode(document, id, (node) => {
    if (Object.keys(data).length > 0 || node.data !== undefined) return { ...node, data };
    return node;
  });
}

/** A field of the flow itself; undefined takes it away. */
export function changeField(document: FlowDocument, name: string, value: unknown): FlowDocument {
  if (name === "nodes" || name === "edges") return document;
  if (value !== undefined) return { ...document, [name]: value };
  return Object.fromEntries(Object.entries(document).filter(([each]) => each !== name)) as FlowDocument;
}

/** Another id, also where lines name it. Whether it is one that fits, `idProblem` tells before. */
export function renameNode(document: FlowDocument, from: string, to: string): FlowDocument {
  if (from === to || !document.nodes.some((node) => node.id === from)) return document;
  const renamed = (id: string) => (id === from ? to : id);
  return {
    ...renamedIn(document, from, to),
    nodes: document.nodes.map((node) => (node.id === from ? { ...node, id: to } : node)),
    edges: document.edges.map((edge) =>
      edge.source === from || edge.target === from
        ? { ...edge, source: renamed(edge.source), target: renamed(edge.target) }
        : edge,
    ),
  };
}

/** Without these nodes, and without the lines that end at one of them. */
export function removeNodes(document: FlowDocument, ids: Iterable<string>): FlowDocument {
  const gone = new Set(ids);
  if (!document.nodes.some((node) => gone.has(node.id))) return document;
  return {
    ...outOfGroups(document, gone),
    nodes: document.nodes.filter((node) => !gone.has(node.id)),
    edges: document.edges.filter((edge) => !gone.has(edge.source) && !gone.has(edge.target)),
  };
}

/** Without a node; what led to it leads on to what followed it, where only one did. */
export function takeOut(document: FlowDocument, id: string): FlowDocument {
  const after = document.edges.filter((edge) => edge.source === id && edge.target !== id);
  const next = after.length === 1 ? after[0] : undefined;
  if (next === undefined) return removeNodes(document, [id]);
  const bridged = document.edges
    .filter((edge) => edge.source !== id)
    .map((edge) => (edge.target === id ? { ...edge, target: next.target } : edge));
  const nodes = document.nodes.filter((node) => node.id !== id);
  return { ...outOfGroups(document, [id]), nodes, edges: bridged };
}

export function rounded({ x, y }: Place): Place {
  return { x: Math.round(x), y: Math.round(y) };
}
