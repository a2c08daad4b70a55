// Where nodes stand: moved, aligned, tidied. Nothing here draws.
import { extentOf, NODE_HEIGHT, NODE_WIDTH } from "~/graph/geometry";
import { clusteredLayout, layoutOf } from "~/graph/layout";
import { type FlowDocument, isPlace, type Place } from "./document";
import { groupByNode, groupKey } from "./groups";
import { rounded } from "./nodes";

export type Side = "left" | "centre" | "right" | "top" | "middle" | "bottom";
export type Axis = "x" | "y";

/** Ranks stand further apart than where a graph is only read: lines have a "+" and words on them. */
const RANKS_APART = 1.4;

function laidOut(document: FlowDocument, clusters?: ReadonlyMap<string, string>): Map<string, Place> {
  const places =
    clusters === undefined || clusters.size === 0
      ? layoutOf(document, "down", { width: 0, height: 0 }).places
      : clusteredLayout(document, clusters);
  return new Map([...places].map(([id, { x, y }]) => [id, { x, y: y * RANKS_APART }]));
}

/** With these nodes in other places. */
export function moved(document: FlowDocument, places: ReadonlyMap<string, Place>): FlowDocument {
  let isSame = true;
  const nodes = document.nodes.map((node) => {
    const place = places.get(node.id);
    if (place === undefined) return node;
    const position = rounded(place);
    if (node.position?.x === position.x && node.position.y === position.y) return node;
    isSame = false;
    return { ...node, position };
  });
  return isSame ? document : { ...document, nodes };
}

export function movedBy(document: FlowDocument, ids: Iterable<string>, by: Place): FlowDocument {
  const places = placesOf(document);
  const next = [...ids].flatMap((id) => {
    const place = places.get(id);
    return place ? [[id, { x: place.x + by.x, y: place.y + by.y }] as const] : [];
  });
  return moved(document, new Map(next));
}

/** Where each node stands: as the document says, those without a place as a layout would have them. */
export function placesOf(document: FlowDocument): Map<string, Place> {
  const placed = document.nodes.filter((node) => isPlace(node.position));
  if (placed.length === document.nodes.length) {
    return new Map(document.nodes.map((node) => [node.id, node.position as Place]));
  }
  const laid = laidOut(document);
  if (placed.length === 0) return laid;
  // Below what has a place, so that nothing lies on anything.
  const below = extentOf(placed.map((node) => node.position as Place));
  const others = document.nodes.filter((node) => !isPlace(node.position));
  const block = extentOf(others.flatMap((node) => laid.get(node.id) ?? []));
  const shift = { x: below.x - block.x, y: below.y + below.height + NODE_HEIGHT - block.y };
  return new Map(
    document.nodes.map((node) => {
      if (isPlace(node.position)) return [node.id, node.position];
      const { x, y } = laid.get(node.id) ?? { x: 0, y: 0 };
      return [node.id, { x: x + shift.x, y: y + shift.y }];
    }),
  );
}

/** The nodes with one side in a line: that of the outermost. */
export function aligned(document: FlowDocument, ids: readonly string[], side: Side): FlowDocument {
  const places = chosen(document, ids);
  if (places.size < 2) return document;
  const extent = extentOf(places.values());
  const at: Record<Side, Partial<Place>> = {
    left: { x: extent.x },
    centre: { x: extent.x + (extent.width - NODE_WIDTH) / 2 },
    right: { x: extent.x + extent.width - NODE_WIDTH },
    top: { y: extent.y },
    middle: { y: extent.y + (extent.height - NODE_HEIGHT) / 2 },
    bottom: { y: extent.y + extent.height - NODE_HEIGHT },
  };
  return moved(document, new Map([...places].map(([id, place]) => [id, { ...place, ...at[side] }])));
}

/** The nodes at equal distances between the two outermost. */
export function distributed(document: FlowDocument, ids: readonly string[], axis: Axis): FlowDocument {
  const sorted = [...chosen(document, ids)].sort(([, one], [, other]) => one[axis] - other[axis]);
  const [first, last] = [sorted[0]?.[1], sorted.at(-1)?.[1]];
  if (sorted.length < 3 || !first || !last) return document;
  const step = (last[axis] - first[axis]) / (sorted.length - 1);
  const next = sorted.map(
    ([id, place], index) => [id, { ...place, [axis]: first[axis] + index * step }] as const,
  );
  return moved(document, new Map(next));
}

/** All nodes laid out anew, or some of them among themselves, where they stand. */
export function tidied(document: FlowDocument, ids?: readonly string[]): FlowDocument {
  const some = ids !== undefined && ids.length > 1 ? new Set(ids) : undefined;
  const part = {
    nodes: document.nodes.filter((node) => some?.has(node.id) ?? true),
    edges: document.edges.filter(
      (edge) => some === undefined || (some.has(edge.source) && some.has(edge.target)),
    ),
  };
  if (part.nodes.length === 0) return document;
  const ends = new Set(part.nodes.map((node) => node.id));
  part.edges = part.edges.filter((edge) => ends.has(edge.source) && ends.has(edge.target));
  const clusters = [...groupByNode(document)].filter(([id]) => ends.has(id));
  const laid = laidOut(part, new Map(clusters.map(([id, group]) => [id, groupKey(group.id)])));
  const [before, after] = [extentOf(chosen(document, [...ends]).values()), extentOf(laid.values())];
  const shift = { x: before.x - after.x, y: before.y - after.y };
  return moved(
    document,
    new Map([...laid].map(([id, place]) => [id, { x: place.x + shift.x, y: place.y + shift.y }])),
  );
}

function chosen(document: FlowDocument, ids: readonly string[]): Map<string, Place> {
  const places = placesOf(document);
  return new Map(ids.flatMap((id) => (places.has(id) ? [[id, places.get(id) as Place] as const] : [])));
}
