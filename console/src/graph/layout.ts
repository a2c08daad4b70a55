// Where the nodes of a flow stand, and which way its lines take. Nothing here draws.
import dagre from "@dagrejs/dagre";
import type { FlowDocument } from "~/api/types";
import { type Layout, NODE_HEIGHT, NODE_WIDTH, type Place, type Shape, type Size } from "./geometry";
import { wrapped } from "./wrap";

/** Between neighbours of a rank, and between ranks. */
const BESIDE = 28;
const BELOW = 32;

export function isPlaced(document: FlowDocument): boolean {
  return document.nodes.length > 0 && document.nodes.every((node) => node.position);
}

/** A flow's layout in one of the shapes; `room` is what a wrapped one is to fit. */
export function layoutOf(document: FlowDocument, shape: Shape, room: Size): Layout {
  if (shape === "placed" && isPlaced(document)) {
    const places = new Map(document.nodes.map((node) => [node.id, node.position ?? { x: 0, y: 0 }]));
    return { shape, places, bends: new Map() };
  }
  if (shape === "wrapped") return wrapped(ranked(document, "TB"), document.edges, room);
  return {
    ...ranked(document, shape === "right" ? "LR" : "TB"),
    shape: shape === "right" ? "right" : "down",
  };
}

const known = new WeakMap<FlowDocument, Map<string, Layout>>();

/** By rank, kept for the document: to lay hundreds of nodes out takes a noticeable time. */
function ranked(document: FlowDocument, direction: "TB" | "LR"): Layout {
  const kept = known.get(document) ?? new Map<string, Layout>();
  known.set(document, kept);
  const found = kept.get(direction) ?? byRank(document, direction);
  kept.set(direction, found);
  return found;
}

function byRank(document: FlowDocument, direction: "TB" | "LR"): Layout {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  const [nodesep, ranksep] = direction === "TB" ? [BESIDE, BELOW] : [18, 56];
  graph.setGraph({ rankdir: direction, nodesep, ranksep, edgesep: 14 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of document.nodes) graph.setNode(node.id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  document.edges.forEach(({ source, target }, index) => {
    graph.setEdge(source, target, {}, String(index));
  });
  dagre.layout(graph);
  const places = new Map(
    document.nodes.map(({ id }) => {
      const { x, y } = graph.node(id);
      return [id, { x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 }];
    }),
  );
  const bends = new Map<number, Place[]>();
  document.edges.forEach(({ source, target }, index) => {
    const points: Place[] = graph.edge(source, target, String(index)).points ?? [];
    // The first and the last lie on the boxes' borders, where lines begin and end anyway.
    if (points.length > 3) bends.set(index, points.slice(1, -1));
  });
  return { shape: "down", places, bends };
}
