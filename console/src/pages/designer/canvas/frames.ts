// Where groups stand: a frame around its nodes, or one box in their place. Nothing here draws.
import { extentOf, NODE_HEIGHT, NODE_WIDTH, type Place, type Size } from "~/graph/geometry";
import type { FlowDocument, FlowGroup } from "../document/document";
import { groupKey, groupsOf } from "../document/groups";
import { placesOf } from "../document/places";

const SIDE = 20;
/** Above the nodes, where the title stands. */
const HEAD = 40;

type Rect = Place & Size;

/** Where the frame is, or the box in place of what is in it. */
export function frameOf(group: FlowGroup, placeOf: (id: string) => Place | undefined): Rect {
  const { x, y, width, height } = extentOf(group.nodes.flatMap((id) => placeOf(id) ?? []));
  if (group.collapsed)
    return { x: Math.round(x + (width - NODE_WIDTH) / 2), y, width: NODE_WIDTH, height: NODE_HEIGHT };
  return { x: x - SIDE, y: y - HEAD, width: width + 2 * SIDE, height: height + HEAD + SIDE };
}

/** For each node that is out of sight, the key of the box in its place. */
export function foldedIn(document: FlowDocument): Map<string, string> {
  return new Map(
    groupsOf(document)
      .filter((group) => group.collapsed)
      .flatMap((group) => group.nodes.map((id) => [id, groupKey(group.id)] as const)),
  );
}

/** Where everything stands that is in sight: nodes by their ids, boxes in place of others by their keys. */
export function placesInSight(document: FlowDocument): Map<string, Place> {
  const places = placesOf(document);
  const groups = groupsOf(document).filter((group) => group.collapsed);
  if (groups.length === 0) return places;
  const shown = new Map(places);
  for (const group of groups) {
    shown.set(
      groupKey(group.id),
      frameOf(group, (id) => places.get(id)),
    );
    for (const id of group.nodes) shown.delete(id);
  }
  return shown;
}
