// Where the nodes of a flow stand, from top to bottom: as its author placed them, else by rank.
import dagre from "@dagrejs/dagre";
import type { FlowDocument } from "~/api/types";

export const NODE_WIDTH = 190;
export const NODE_HEIGHT = 54;

export interface Place {
  x: number;
  y: number;
}

export function placesOf(document: FlowDocument): Map<string, Place> {
  if (document.nodes.every((node) => node.position)) {
    return new Map(document.nodes.map((node) => [node.id, node.position ?? { x: 0, y: 0 }]));
  }
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "TB", nodesep: 28, ranksep: 30 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of document.nodes) graph.setNode(node.id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const edge of document.edges) graph.setEdge(edge.source, edge.target);
  dagre.layout(graph);
  return new Map(
    document.nodes.map((node) => {
      const { x, y } = graph.node(node.id);
      return [node.id, { x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 }];
    }),
  );
}

/** How high a graph wants to be shown, within bounds. */
export function wantedHeight(document: FlowDocument, least: number, most: number): number {
  const tops = [...placesOf(document).values()].map(({ y }) => y);
  const extent = Math.max(...tops) - Math.min(...tops) + NODE_HEIGHT + 60;
  return Math.min(most, Math.max(least, extent));
}
