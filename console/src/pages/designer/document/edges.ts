// What can be done to the lines between nodes. Nothing here draws.
import {
  edgeKey,
  type FlowDocument,
  type FlowEdge,
  indexOf,
  type Made,
  nodeOf,
  type Place,
} from "./document";
import { addNode, type NodeWish } from "./nodes";

export type EdgeData = NonNullable<FlowEdge["data"]>;

/** A line; `data` says what it stands for, see `ports`. */
export function connect(document: FlowDocument, source: string, target: string, data?: EdgeData): Made {
  const edge: FlowEdge = { source, target, ...(data && Object.keys(data).length > 0 && { data }) };
  const edges = [...document.edges, edge];
  return { document: { ...document, edges }, nodes: [], edges: [edgeKey(edges.length - 1)] };
}

/** Other ends of a line. What it stands for stays, except where it now leaves another node: then `data` says it. */
export function reconnect(
  document: FlowDocument,
  key: string,
  { source, target, data }: { source: string; target: string; data?: EdgeData | undefined },
): FlowDocument {
  return changeEdge(document, key, (edge) => {
    if (source === edge.source) return target === edge.target ? edge : { ...edge, target };
    const { data: before, ...rest } = edge;
    const kept = Object.fromEntries(
      Object.entries(before ?? {}).filter(([name]) => !["when", "on", "as"].includes(name)),
    );
    const stands = { ...kept, ...data };
    return { ...rest, source, target, ...(Object.keys(stands).length > 0 && { data: stands }) };
  });
}

/** The document with another line in the place of one; the same document where nothing is changed. */
export function changeEdge(
  document: FlowDocument,
  key: string,
  change: (edge: FlowEdge) => FlowEdge,
): FlowDocument {
  const index = indexOf(key);
  const before = document.edges[index];
  if (before === undefined) return document;
  const after = change(before);
  return after === before ? document : { ...document, edges: document.edges.with(index, after) };
}

/** What a line stands for and says; without anything in it, the line has no `data`. */
export function changeEdgeData(document: FlowDocument, key: string, data: EdgeData): FlowDocument {
  return changeEdge(document, key, ({ data: _, ...edge }) =>
    Object.keys(data).length === 0 ? edge : { ...edge, data },
  );
}

export function removeEdges(document: FlowDocument, keys: Iterable<string>): FlowDocument {
  const gone = new Set(keys);
  if (!document.edges.some((_, index) => gone.has(edgeKey(index)))) return document;
  return { ...document, edges: document.edges.filter((_, index) => !gone.has(edgeKey(index))) };
}

/** A new node in the middle of a line: what the line stood for leads to it, and on it goes from there. */
export function insertInto(
  document: FlowDocument,
  key: string,
  wish: NodeWish,
  position: Place,
  data?: EdgeData,
): Made {
  const added = addNode(document, wish, position);
  const [id = ""] = added.nodes;
  return { ...added, document: splice(added.document, key, id, data) };
}

/** A node that is there, put into the middle of a line. */
export function splice(document: FlowDocument, key: string, id: string, data?: EdgeData): FlowDocument {
  const index = indexOf(key);
  const edge = document.edges[index];
  if (edge === undefined || nodeOf(document, id) === undefined) return document;
  const onwards: FlowEdge = { source: id, target: edge.target, ...(data && { data }) };
  const edges = document.edges.toSpliced(index, 1, { ...edge, target: id }, onwards);
  return { ...document, edges };
}
