// Parts of flows as JSON text: between tabs, into a text editor and back. Nothing here draws.
import { extentOf } from "~/graph/geometry";
import {
  drawable,
  edgeKey,
  type FlowDocument,
  type FlowEdge,
  type FlowGroup,
  type FlowNode,
  type FlowNote,
  isDrawable,
  isObject,
  type Made,
  notesOf,
  type Place,
} from "./document";
import { plainEdge, plainNode } from "./foreign";
import { groupIds, groupsOf, listOf } from "./groups";
import { freshId, idsOf } from "./ids";
import type { KindOf } from "./kinds";
import { rounded } from "./nodes";
import { placesOf } from "./places";
import { jsonText, readJson } from "./text";

/** More than that at once is no copy of a part: a whole flow is imported as a file. */
export const MOST_PASTED = 1_000;
const LONGEST = 2_000_000;
const ASIDE: Place = { x: 40, y: 40 };

export interface Pasted extends Made {
  notes: string[];
  /** Nodes that a flow has only one of, and this one has already: the start. */
  leftOut: number;
}

export type PasteProblem = { problem: "noJson" | "noNodes" | "tooMany" | "tooLong"; count?: number };

/** These nodes and notes, with the lines among them, and the groups that are in it whole. */
export function copied(document: FlowDocument, ids: Iterable<string>, notes: Iterable<string> = []): string {
  return jsonText(part(document, new Set(ids), new Set(notes)), 2);
}

function part(document: FlowDocument, ids: ReadonlySet<string>, noteIds: ReadonlySet<string>) {
  const places = placesOf(document);
  const notes = notesOf(document).filter((note) => noteIds.has(note.id));
  const groups = groupsOf(document).filter((group) => group.nodes.every((id) => ids.has(id)));
  return {
    nodes: document.nodes
      .filter((node) => ids.has(node.id))
      .map((node) => ({ ...node, position: rounded(places.get(node.id) ?? { x: 0, y: 0 }) })),
    edges: document.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target)),
    ...(notes.length > 0 && { notes }),
    ...(groups.length > 0 && { groups }),
  };
}

/** The same nodes once more, a little aside. */
export function duplicated(
  document: FlowDocument,
  ids: Iterable<string>,
  notes: Iterable<string>,
  kindOf: KindOf,
): Pasted {
  const { nodes, edges, notes: texts = [], groups = [] } = part(document, new Set(ids), new Set(notes));
  return merged(document, { nodes, edges, texts, groups }, undefined, kindOf);
}

/** What a text says of nodes and lines, put into the document at a place, else a little aside of where it was. */
export function pasted(
  document: FlowDocument,
  text: string,
  at: Place | undefined,
  kindOf: KindOf,
): Pasted | PasteProblem {
  if (text.length > LONGEST) return { problem: "tooLong", count: text.length };
  let value: unknown;
  try {
    value = readJson(text);
  } catch {
    return { problem: "noJson" };
  }
  const found = drawable(asPart(value));
  if (!isDrawable(found)) return { problem: "noNodes" };
  const notes = notesOf(found);
  if (found.nodes.length + notes.length === 0) return { problem: "noNodes" };
  if (found.nodes.length > MOST_PASTED) return { problem: "tooMany", count: found.nodes.length };
  const groups = groupsOf(found);
  return merged(document, { nodes: found.nodes, edges: found.edges, texts: notes, groups }, at, kindOf);
}

/** A part, a flow, a list of nodes, or one node: all as a part. */
function asPart(value: unknown): unknown {
  const whole = isObject(value) && isObject(value.dsl) ? value.dsl : value; // a version as the server gives it
  if (Array.isArray(whole)) return asPart({ nodes: whole });
  if (!isObject(whole)) return value;
  if (typeof whole.type === "string" && typeof whole.id === "string") return asPart({ nodes: [whole] });
  const each = (list: unknown, plain: (one: Record<string, unknown>) => unknown) =>
    Array.isArray(list) ? list.map((one: unknown) => (isObject(one) ? plain(one) : one)) : [];
  return {
    nodes: each(whole.nodes, plainNode),
    edges: each(whole.edges, plainEdge),
    notes: whole.notes,
    groups: whole.groups,
  };
}

interface Part {
  nodes: readonly FlowNode[];
  edges: readonly FlowEdge[];
  texts: readonly FlowNote[];
  groups: readonly FlowGroup[];
}

function merged(
  document: FlowDocument,
  { nodes: given, edges: lines, texts, groups: frames }: Part,
  at: Place | undefined,
  kindOf: KindOf,
): Pasted {
  const hasStart = document.nodes.some((node) => !kindOf(node.type).takes);
  const some = given.filter((node) => !hasStart || kindOf(node.type).takes);
  const places = placesOf({ nodes: some as FlowNode[], edges: [] });
  const corner = extentOf([...places.values(), ...texts.map((note) => note.position)]);
  const shift = at === undefined ? ASIDE : { x: at.x - corner.x, y: at.y - corner.y };
  const put = (place: Place) => rounded({ x: place.x + shift.x, y: place.y + shift.y });
  const names = fresh(idsOf(document), some);
  const nodes = some.map((node) => ({
    ...node,
    id: names.get(node.id) ?? node.id,
    position: put(places.get(node.id) ?? { x: 0, y: 0 }),
  }));
  const edges = lines.flatMap((edge) => {
    const [source, target] = [names.get(edge.source), names.get(edge.target)];
    return source === undefined || target === undefined ? [] : [{ ...edge, source, target }];
  });
  const noteNames = fresh(new Set(notesOf(document).map((note) => note.id)), texts);
  const notes = texts.map((note) => ({
    ...note,
    id: noteNames.get(note.id) ?? note.id,
    position: put(note.position),
  }));
  const groups = renamedGroups(document, frames, names);
  const listed = Array.isArray(document.notes) ? (document.notes as unknown[]) : [];
  return {
    document: {
      ...document,
      nodes: [...document.nodes, ...nodes],
      edges: [...document.edges, ...edges],
      ...(notes.length > 0 && { notes: [...listed, ...notes] }),
      ...(groups.length > 0 && { groups: [...listOf(document), ...groups] }),
    },
    nodes: nodes.map((node) => node.id),
    edges: edges.map((_, index) => edgeKey(document.edges.length + index)),
    notes: notes.map((note) => note.id),
    leftOut: given.length - some.length,
  };
}

/** The groups with ids of their own, around the nodes as they are called here. */
function renamedGroups(
  document: FlowDocument,
  groups: readonly FlowGroup[],
  names: ReadonlyMap<string, string>,
): FlowGroup[] {
  const own = fresh(groupIds(document), groups);
  return groups.flatMap((group) => {
    const nodes = group.nodes.flatMap((id) => names.get(id) ?? []);
    return nodes.length === 0 ? [] : [{ ...group, id: own.get(group.id) ?? group.id, nodes }];
  });
}

/** For each its id, or another where that is taken. */
function fresh(taken: Set<string>, parts: ReadonlyArray<{ id: string }>): Map<string, string> {
  const names = new Map<string, string>();
  for (const { id } of parts) {
    const free = taken.has(id) ? freshId(taken, id) : id;
    taken.add(free);
    names.set(id, free);
  }
  return names;
}
