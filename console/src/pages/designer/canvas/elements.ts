// What React Flow is given of a document: boxes, notes and lines. What did not change is the very same as before, so
// that it is not drawn again. Nothing here draws.
import { type Edge, MarkerType, type Node } from "@xyflow/react";
import { NODE_HEIGHT, NODE_WIDTH } from "~/graph/geometry";
import type { FlowProblem } from "../api";
import {
  edgeKey,
  type FlowDocument,
  type FlowEdge,
  type FlowNode,
  type FlowNote,
  notesOf,
  type Place,
} from "../document/document";
import { answerText, type Kind, type KindOf, type Port, portOf } from "../document/kinds";
import { placesOf } from "../document/places";
import type { Selection } from "../editor";
import { bendsAround, bendsBeside } from "./around";
import { foldedIn, placesInSight } from "./frames";

/** Notes and nodes may have the same id: no id of a node has a colon. */
const NOTE = "note:";
export const noteKey = (id: string) => NOTE + id;
export const noteOf = (key: string) => (key.startsWith(NOTE) ? key.slice(NOTE.length) : undefined);

export type Severity = FlowProblem["severity"];

export interface BoxData extends Record<string, unknown> {
  node: FlowNode;
  kind: Kind;
  /** The ports that lines leave from, joined by spaces. */
  taken: string;
  problem: Severity | undefined;
}

export interface LineData extends Record<string, unknown> {
  /** Where it bends, as text: `x y x y`; empty: it is a plain curve. */
  bends: string;
  edge: FlowEdge;
  port: Port;
  problem: Severity | undefined;
}

export interface Given {
  document: FlowDocument;
  selection: Selection;
  kindOf: KindOf;
  problems: readonly FlowProblem[];
  names: (node: FlowNode) => string;
  /** Ids of nodes that the search found, and the one it stands at. */
  found: ReadonlySet<string>;
  foundHere: string | undefined;
}

interface Kept<Made> {
  of: unknown[];
  made: Made;
}

/** Keeps what was made by its key, and makes it anew only of other parts. */
export class Keeper<Made> {
  private kept = new Map<string, Kept<Made>>();

  take(key: string, of: unknown[], make: () => Made): Made {
    const before = this.kept.get(key);
    if (before?.of.length === of.length && before.of.every((part, index) => part === of[index]))
      return before.made;
    const made = make();
    this.kept.set(key, { of, made });
    return made;
  }
}

export function boxesOf(given: Given, keeper: Keeper<Node>): Node[] {
  const { document, selection, kindOf, names, found, foundHere } = given;
  const places = placesOf(document);
  const selected = new Set(selection.nodes);
  const problems = worst(given.problems, (each) => each.node_id);
  const taken = takenPorts(document, kindOf);
  const folded = foldedIn(document);
  return document.nodes.flatMap((node) => {
    if (folded.has(node.id)) return [];
    const place = places.get(node.id) ?? { x: 0, y: 0 };
    const kind = kindOf(node.type);
    const ports = taken.get(node.id) ?? "";
    const problem = problems.get(node.id);
    const isSelected = selected.has(node.id);
    const mark = node.id === foundHere ? "ren-found ren-found-here" : found.has(node.id) ? "ren-found" : "";
    const label = names(node);
    return keeper.take(
      node.id,
      [node, place.x, place.y, kind, ports, problem, isSelected, mark, label],
      () => ({
        id: node.id,
        type: "box",
        position: { x: place.x, y: place.y },
        ...sized(NODE_WIDTH, NODE_HEIGHT),
        selected: isSelected,
        className: mark,
        data: { node, kind, taken: ports, problem } satisfies BoxData,
        ariaLabel: label,
      }),
    );
  });
}

export function noteBoxesOf({ document, selection }: Given, words: string, keeper: Keeper<Node>): Node[] {
  const selected = new Set(selection.notes);
  return notesOf(document).map((note) => {
    const key = noteKey(note.id);
    return keeper.take(key, [note, selected.has(note.id), words], () => ({
      id: key,
      type: "note",
      position: note.position,
      ...sized(sizeOf(note.width, 220), sizeOf(note.height, 110)),
      selected: selected.has(note.id),
      zIndex: -1,
      data: { note },
      ariaLabel: words,
    }));
  });
}

/** Without what was measured, React Flow measures a box again, and draws its lines anew, whenever the box is another. */
export function sized(width: number, height: number) {
  return { width, height, measured: { width, height } };
}

function sizeOf(value: unknown, otherwise: number): number {
  return typeof value === "number" && value >= 40 && value <= 4_000 ? value : otherwise;
}

export interface LineWords {
  true: string;
  false: string;
  error: string;
  timeout: string;
}

export function linesOf(given: Given, words: LineWords, keeper: Keeper<Edge>): Edge[] {
  const { document, selection, kindOf, names } = given;
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const selected = new Set(selection.edges);
  const places = placesInSight(document);
  const folded = foldedIn(document);
  const problems = worst(given.problems, (each) => each.edge && edgeKey(each.edge.index));
  return document.edges.flatMap((edge, index) => {
    const [from, to] = [nodes.get(edge.source), nodes.get(edge.target)];
    if (from === undefined || to === undefined) return []; // it is in the list, and told as a problem
    const source = folded.get(edge.source) ?? edge.source;
    const target = folded.get(edge.target) ?? edge.target;
    if (source === target && source !== edge.source) return []; // within the box
    const isWhole = source === edge.source && target === edge.target;
    const key = edgeKey(index);
    const port = portOf(edge, kindOf(from.type));
    const leaves = source === edge.source ? port : "next";
    const problem = problems.get(key);
    const name = `${names(from)} → ${names(to)}`;
    const isSelected = selected.has(key);
    const bends = bendsOf(places, source, target, leaves);
    return keeper.take(key, [edge, source, target, problem, isSelected, name, words, bends, port], () => {
      const label = labelOf(edge, words);
      return {
        id: key,
        type: "line",
        source,
        target,
        sourceHandle: leaves,
        targetHandle: "in",
        selected: isSelected,
        markerEnd: { type: MarkerType.ArrowClosed },
        data: { edge, port, problem, bends } satisfies LineData,
        ariaLabel: label === "" ? name : `${name} (${label})`,
        ...(!isWhole && { reconnectable: false }),
        ...(edge.data?.on !== undefined && { className: "ren-failure" }),
        ...(label !== "" && { label }),
      };
    });
  });
}

/** Where along a box's lower border a line leaves. */
export const SHARES: Partial<Record<Port, number>> = { next: 0.5, true: 0.22, other: 0.5, false: 0.78 };

/** Where along its right border a line for failures leaves. */
const HEIGHTS: Partial<Record<Port, number>> = { error: 0.3, timeout: 0.72 };

function sideOf({ x, y }: Place, port: Port): Place {
  // Both of a box that go the same way go beside each other.
  const aside = port === "timeout" ? 12 : 0;
  return { x: x + NODE_WIDTH + aside, y: y + NODE_HEIGHT * (HEIGHTS[port] ?? 0.5) };
}

function bendsOf(places: Map<string, Place>, source: string, target: string, port: Port): string {
  const [from, to, share] = [places.get(source), places.get(target), SHARES[port]];
  if (!from || !to) return "";
  const bends =
    share === undefined
      ? bendsBeside(from, to, sideOf(from, port), places.values())
      : bendsAround(from, to, { x: from.x + NODE_WIDTH * share, y: from.y + NODE_HEIGHT }, places.values());
  return (bends ?? []).map(({ x, y }) => `${Math.round(x)} ${Math.round(y)}`).join(" ");
}

/** What its author calls a line, else which answer or failure it stands for. */
export function labelOf({ label, data }: FlowEdge, words: LineWords): string {
  const on = data?.on === "error" || data?.on === "timeout" ? words[data.on] : undefined;
  const when = typeof data?.when === "boolean" ? words[`${data.when}`] : answerText(data?.when);
  return label || data?.label || on || when;
}

function takenPorts(document: FlowDocument, kindOf: KindOf): Map<string, string> {
  const types = new Map(document.nodes.map((node) => [node.id, node.type]));
  const taken = new Map<string, Set<Port>>();
  for (const edge of document.edges) {
    const ports = taken.get(edge.source) ?? new Set();
    taken.set(edge.source, ports.add(portOf(edge, kindOf(types.get(edge.source) ?? ""))));
  }
  return new Map([...taken].map(([id, ports]) => [id, [...ports].sort().join(" ")]));
}

/** For each part the worst that is said of it. */
export function worst(
  problems: readonly FlowProblem[],
  partOf: (problem: FlowProblem) => string | null,
): Map<string, Severity> {
  const found = new Map<string, Severity>();
  for (const problem of problems) {
    const part = partOf(problem);
    if (part !== null && found.get(part) !== "error") found.set(part, problem.severity);
  }
  return found;
}

export type NoteData = { note: FlowNote };
