// Where the nodes of a flow stand, and which way its lines take. Nothing here draws.
import dagre from "@dagrejs/dagre";
import type { FlowDocument } from "~/api/types";
import { type Layout, NODE_HEIGHT, NODE_WIDTH, type Place, type Shape, type Size } from "./geometry";
import { wrapped } from "./wrap";

/** Between neighbours of a rank, and between ranks. */
const BESIDE = 28;
const BELOW = 32;
/** The same of a graph from left to right, whose boxes are wide and low. */
const ACROSS = { beside: 18, below: 56 };
const MANY = 100;
/** How far from a box a line that leads back leaves and arrives. */
const ASIDE = 14;

export function isPlaced(document: FlowDocument): boolean {
  return document.nodes.length > 0 && document.nodes.every((node) => node.position);
}

/** From top to bottom, with the nodes of a cluster beside each other, and no other node among them. */
export function clusteredLayout(
  document: FlowDocument,
  clusters: ReadonlyMap<string, string>,
): Map<string, Place> {
  return byRank(document, "TB", clusters).places;
}

/** A flow's layout in one of the shapes; `room` is what a wrapped one is to fit. */
export function layoutOf(document: FlowDocument, shape: Shape, room: Size): Layout {
  if (shape === "placed" && isPlaced(document)) {
    const places = new Map(document.nodes.map((node) => [node.id, node.position ?? { x: 0, y: 0 }]));
    return { shape, places, columns: [], bends: new Map() };
  }
  if (shape === "wrapped") return wrapped(ranked(document, "TB"), document.edges, room);
  return {
    ...ranked(document, shape === "right" ? "LR" : "TB"),
    shape: shape === "right" ? "right" : "down",
  };
}

/** About how much room a graph takes from left to right, told from how much it takes from top to bottom. */
export function turned({ width, height }: Size): Size {
  const ranks = (height + BELOW) / (NODE_HEIGHT + BELOW);
  const widest = (width + BESIDE) / (NODE_WIDTH + BESIDE);
  return { width: ranks * (NODE_WIDTH + ACROSS.below), height: widest * (NODE_HEIGHT + ACROSS.beside) };
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

function byRank(
  document: FlowDocument,
  direction: "TB" | "LR",
  clusters: ReadonlyMap<string, string> = new Map(),
): Layout {
  const graph = new dagre.graphlib.Graph({ multigraph: true, compound: clusters.size > 0 });
  const [nodesep, ranksep] = direction === "TB" ? [BESIDE, BELOW] : [ACROSS.beside, ACROSS.below];
  // The shortest lines take seconds where there are hundreds of nodes.
  const ranker = document.nodes.length > MANY ? "tight-tree" : "network-simplex";
  graph.setGraph({ rankdir: direction, nodesep, ranksep, edgesep: 14, ranker });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of document.nodes) graph.setNode(node.id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const cluster of new Set(clusters.values())) graph.setNode(cluster, {});
  for (const [id, cluster] of clusters) graph.setParent(id, cluster);
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
    const [from, to] = [places.get(source), places.get(target)];
    const points: Place[] = graph.edge(source, target, String(index)).points ?? [];
    const found = from && to && bendsOf(points, from, to, direction);
    if (found) bends.set(index, found);
  });
  return { shape: "down", places, columns: [], bends };
}

/** Where a line bends on its way; nowhere where it is a short one. */
function bendsOf(
  points: readonly Place[],
  from: Place,
  to: Place,
  direction: "TB" | "LR",
): Place[] | undefined {
  const isBack = direction === "TB" ? to.y <= from.y : to.x <= from.x;
  // The first and the last lie on the boxes' borders, where lines begin and end anyway.
  if (!isBack) return points.length > 3 ? points.slice(1, -1) : undefined;
  const middle = points.length > 3 ? points[Math.floor(points.length / 2)] : undefined;
  if (direction === "TB") {
    const lane = middle?.x ?? Math.max(from.x, to.x) + NODE_WIDTH + ASIDE;
    const [leaves, arrives] = [from.y + NODE_HEIGHT + ASIDE, to.y - ASIDE];
    return [
      { x: from.x + NODE_WIDTH / 2, y: leaves },
      { x: lane, y: leaves },
      { x: lane, y: arrives },
      { x: to.x + NODE_WIDTH / 2, y: arrives },
    ];
  }
  const lane = middle?.y ?? Math.max(from.y, to.y) + NODE_HEIGHT + ASIDE;
  const [leaves, arrives] = [from.x + NODE_WIDTH + ASIDE, to.x - ASIDE];
  return [
    { x: leaves, y: from.y + NODE_HEIGHT / 2 },
    { x: leaves, y: lane },
    { x: arrives, y: lane },
    { x: arrives, y: to.y + NODE_HEIGHT / 2 },
  ];
}
