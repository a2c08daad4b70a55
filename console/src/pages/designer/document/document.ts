// A flow's document as the designer holds it: the JSON as it is. What this console does not know in it - fields, types of
// nodes - stays as it came. Values are never changed: each operation gives another document. Nothing here draws.
import type { FlowDocument, FlowEdge, FlowNode, Json, JsonObject } from "~/api/types";

export type { FlowDocument, FlowEdge, FlowNode, Json, JsonObject };

/** A text beside the nodes, for people: nothing of a run looks at it. Kept in the document's `notes`. */
export interface FlowNote {
  id: string;
  text: string;
  position: Place;
  width?: number;
  height?: number;
  colour?: string;
}

/** Nodes in one frame, for people: nothing of a run looks at it. Kept in the document's `groups`. */
export interface FlowGroup {
  id: string;
  title: string;
  /** Ids of nodes. */
  nodes: string[];
  /** It is shown as one box. */
  collapsed?: boolean;
  colour?: string;
}

export interface Place {
  x: number;
  y: number;
}

/** An operation's result, with what it made: to be selected. */
export interface Made {
  document: FlowDocument;
  nodes: string[];
  edges: string[];
}

export const EMPTY: FlowDocument = { nodes: [], edges: [] };

/** A flow that can run as it is drawn: where everybody begins. */
export const BEGINNING: FlowDocument = {
  dsl: 1,
  nodes: [
    { id: "start", type: "start", position: { x: 0, y: 0 } },
    { id: "end", type: "end", position: { x: 0, y: 180 } },
  ],
  edges: [{ source: "start", target: "end" }],
};

export function nodeOf(document: FlowDocument, id: string): FlowNode | undefined {
  return document.nodes.find((node) => node.id === id);
}

/** Edges need no id in the language: here one is called by its place among all, written as a text. */
export function edgeKey(index: number): string {
  return String(index);
}

export function edgeOf(document: FlowDocument, key: string): FlowEdge | undefined {
  return document.edges[indexOf(key)];
}

export function indexOf(key: string): number {
  return /^\d+$/.test(key) ? Number(key) : -1;
}

/** The document's notes, as far as they are some. */
export function notesOf(document: FlowDocument): FlowNote[] {
  const notes = document.notes;
  return Array.isArray(notes) ? notes.filter(isNote) : [];
}

function isNote(value: unknown): value is FlowNote {
  return isObject(value) && typeof value.id === "string" && isPlace(value.position);
}

export function isPlace(value: unknown): value is Place {
  return isObject(value) && Number.isFinite(value.x) && Number.isFinite(value.y);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Why a value cannot be drawn: a word for the reason, and the JSON pointer to it. */
export interface Undrawable {
  reason: "noObject" | "noList" | "noNode" | "noEdge" | "twice";
  pointer: string;
}

/**
 * The value as a document that can be drawn, or why it is none. Only what drawing needs is asked for: objects with ids and
 * types, lines with ends, no id twice. What else is wrong with a flow, the server tells.
 */
export function drawable(value: unknown): FlowDocument | Undrawable {
  if (!isObject(value)) return { reason: "noObject", pointer: "" };
  const { nodes = [], edges = [] } = value as Record<string, unknown>;
  if (!Array.isArray(nodes)) return { reason: "noList", pointer: "/nodes" };
  if (!Array.isArray(edges)) return { reason: "noList", pointer: "/edges" };
  const ids = new Set<string>();
  for (const [index, node] of nodes.entries()) {
    const pointer = `/nodes/${index}`;
    if (!isObject(node) || typeof node.id !== "string" || typeof node.type !== "string")
      return { reason: "noNode", pointer };
    if (ids.has(node.id)) return { reason: "twice", pointer };
    ids.add(node.id);
  }
  const odd = edges.findIndex(
    (edge) => !isObject(edge) || typeof edge.source !== "string" || typeof edge.target !== "string",
  );
  if (odd >= 0) return { reason: "noEdge", pointer: `/edges/${odd}` };
  const hasBoth = Array.isArray(value.nodes) && Array.isArray(value.edges);
  return (hasBoth ? value : { ...value, nodes, edges }) as unknown as FlowDocument;
}

export function isDrawable(value: FlowDocument | Undrawable): value is FlowDocument {
  return !("reason" in value && "pointer" in value && typeof value.pointer === "string");
}
