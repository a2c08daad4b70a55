// Groups on the canvas: what React Flow is given of them, and what becomes of what is done to them. Nothing here draws.
import type { Node, NodeChange } from "@xyflow/react";
import type { Place } from "~/graph/geometry";
import type { FlowDocument, FlowGroup } from "../document/document";
import { groupKey, groupOf, groupsOf } from "../document/groups";
import { placesOf } from "../document/places";
import { type Given, type Keeper, type Severity, sized, worst } from "./elements";
import { frameOf } from "./frames";

export interface FrameData extends Record<string, unknown> {
  group: FlowGroup;
  problem: Severity | undefined;
}

export function frameBoxesOf(
  { document, selection, problems }: Given,
  words: (group: FlowGroup) => string,
  keeper: Keeper<Node>,
): Node[] {
  const groups = groupsOf(document);
  if (groups.length === 0) return [];
  const places = placesOf(document);
  const selected = new Set(selection.groups);
  const marks = worst(problems, (each) => each.node_id);
  return groups.map((group) => {
    const { x, y, width, height } = frameOf(group, (id) => places.get(id));
    const found = group.nodes.flatMap((id) => marks.get(id) ?? []);
    const problem = group.collapsed ? (found.find((each) => each === "error") ?? found[0]) : undefined;
    const isSelected = selected.has(group.id);
    const said = JSON.stringify(group);
    return keeper.take(group.id, [said, x, y, width, height, isSelected, problem, words], () => ({
      id: groupKey(group.id),
      type: group.collapsed ? "folded" : "frame",
      position: { x, y },
      ...sized(width, height),
      selected: isSelected,
      // Below the lines; only its head takes the mouse: what is in it is drawn on as anywhere else.
      ...(!group.collapsed && { zIndex: -2, style: { pointerEvents: "none" as const } }),
      data: { group, problem } satisfies FrameData,
      ariaLabel: words(group),
    }));
  });
}

/** The frame as it is while some of its nodes are on their way. */
export function following(
  node: Node,
  under: ReadonlyMap<string, Partial<Place>>,
  places: ReadonlyMap<string, Place>,
): Node {
  const { group } = node.data as FrameData;
  if (!group.nodes.some((id) => under.has(id))) return node;
  const placeOf = (id: string) => {
    const place = places.get(id);
    return place && { ...place, ...under.get(id) };
  };
  const { x, y, width, height } = frameOf(group, placeOf);
  return { ...node, position: { x, y }, ...sized(width, height) };
}

/** What becomes of a frame becomes of the nodes in it; those that move by themselves do that. */
export function ofMembers(document: FlowDocument, changes: readonly NodeChange[]): NodeChange[] {
  const isOfFrame = (change: NodeChange) => "id" in change && groupOf(change.id) !== undefined;
  if (!changes.some(isOfFrame)) return [...changes];
  const places = placesOf(document);
  const groups = new Map(groupsOf(document).map((group) => [groupKey(group.id), group]));
  const others = changes.filter((change) => !isOfFrame(change));
  const own = new Set(others.flatMap((change) => (change.type === "position" ? [change.id] : [])));
  const carried = changes.flatMap((change): NodeChange[] => {
    if (change.type !== "position" || change.position === undefined) return [];
    const [group, to] = [groups.get(change.id), change.position];
    if (group === undefined) return [];
    const from = frameOf(group, (id) => places.get(id));
    return group.nodes.flatMap((id) => {
      const place = places.get(id);
      if (place === undefined || own.has(id)) return [];
      const position = { x: place.x + to.x - from.x, y: place.y + to.y - from.y };
      return [{ ...change, id, position }];
    });
  });
  return [...others, ...carried];
}
