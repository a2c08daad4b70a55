// Where a new node goes, and what it is joined to, when nobody says so: behind the selected one. Nothing here draws.
import { NODE_HEIGHT, NODE_WIDTH } from "~/graph/geometry";
import { edgeKey, type FlowDocument, indexOf, type Made, nodeOf, type Place } from "./document";
import { connect, insertInto } from "./edges";
import { dataOf, freePort, type KindOf, type Port, portOf, portsOf } from "./kinds";
import { addNode, type NodeWish } from "./nodes";
import { moved, placesOf } from "./places";

/** Between two nodes that follow each other, and beside each other. */
export const BELOW = 66;
const BESIDE = 40;
const STEP = NODE_HEIGHT + BELOW;

export function emptyPlace(document: FlowDocument, wish: Place): Place {
  const places = [...placesOf(document).values()];
  let { x } = wish;
  const isTaken = () =>
    places.some(
      (each) => Math.abs(each.x - x) < NODE_WIDTH + 8 && Math.abs(each.y - wish.y) < NODE_HEIGHT + 8,
    );
  while (isTaken()) x += NODE_WIDTH + BESIDE;
  return { x, y: wish.y };
}

/** What may lead on from a fresh node of that type: where it is put into a line, the rest of the line. */
function onwards(type: string, kindOf: KindOf): Port | undefined {
  return portsOf(kindOf(type)).find((port) => port !== "error" && port !== "timeout");
}

/** A node in the middle of a line, with what stands below moved on to make room; undefined: none can be there. */
export function inserted(
  document: FlowDocument,
  key: string,
  wish: NodeWish,
  kindOf: KindOf,
  at?: Place,
): Made | undefined {
  const edge = document.edges[indexOf(key)];
  const port = onwards(wish.type, kindOf);
  if (edge === undefined || port === undefined || !kindOf(wish.type).takes) return undefined;
  const places = placesOf(document);
  const [from, to] = [places.get(edge.source), places.get(edge.target)];
  if (!from || !to) return undefined;
  const isDownwards = to.y > from.y;
  const missing = isDownwards && at === undefined ? Math.max(0, 2 * STEP - (to.y - from.y)) : 0;
  const shifted =
    missing === 0
      ? document
      : moved(
          document,
          new Map(
            [...places].flatMap(([id, place]) =>
              id !== edge.source && place.y >= to.y ? [[id, { x: place.x, y: place.y + missing }]] : [],
            ),
          ),
        );
  const below = { x: to.x, y: from.y + (to.y + missing - from.y) / 2 };
  const beside = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const place = at ?? emptyPlace(shifted, isDownwards ? below : beside);
  return insertInto(shifted, key, wish, place, dataOf(port));
}

/** A node below another, and joined to it: from the given port, else the first that is free. */
export function added(
  document: FlowDocument,
  after: string | undefined,
  wish: NodeWish,
  kindOf: KindOf,
  { at, port }: { at?: Place | undefined; port?: Port | undefined } = {},
): Made {
  const node = after === undefined ? undefined : nodeOf(document, after);
  const from = node && placesOf(document).get(node.id);
  if (!node || !from || !kindOf(wish.type).takes) {
    return addNode(document, wish, emptyPlace(document, at ?? { x: 0, y: 0 }));
  }
  const free = port ?? onwardPort(document, node.id, kindOf);
  // It leads on already: the new one goes between, where that can be.
  const between = free === undefined ? betweenNext(document, node.id, wish, kindOf) : undefined;
  if (between !== undefined) return between;
  const made = addNode(document, wish, emptyPlace(document, at ?? besides(from, free)));
  if (free === undefined) return made;
  const joined = connect(made.document, node.id, made.nodes[0] ?? "", dataOf(free));
  return { ...joined, nodes: made.nodes };
}

/** The first free port that is none for failures: those lead on from nothing that was only added. */
function onwardPort(document: FlowDocument, id: string, kindOf: KindOf): Port | undefined {
  const free = freePort(document, id, kindOf);
  return free === "error" || free === "timeout" ? undefined : free;
}

function betweenNext(document: FlowDocument, id: string, wish: NodeWish, kindOf: KindOf): Made | undefined {
  const kind = kindOf(nodeOf(document, id)?.type ?? "");
  const line = document.edges.findIndex((edge) => edge.source === id && portOf(edge, kind) === "next");
  return line < 0 ? undefined : inserted(document, edgeKey(line), wish, kindOf);
}

function besides(from: Place, port: Port | undefined): Place {
  const aside = port === "false" || port === "error" || port === "timeout" ? NODE_WIDTH + BESIDE : 0;
  return { x: from.x + aside, y: from.y + STEP };
}
