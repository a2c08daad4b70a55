// What nodes leave in a test without being run, as it is typed. Nothing here draws.
import type { NodeType } from "../api";
import { type FlowDocument, type FlowNode, isObject, type JsonObject } from "../document/document";
import { readJson } from "../document/text";

/** Node -> the JSON text of the state keys that it leaves. */
export type Pins = Readonly<Record<string, string>>;

/** What is wrong with a text: it is no JSON, no object, or has keys of the engine's. */
export type PinFault = "unreadable" | "noObject" | "reserved";

export interface ReadPins {
  pinned: Record<string, JsonObject>;
  faults: Record<string, PinFault>;
}

/** The nodes that do work, which may fail: only they leave outputs. */
export function pinnable(document: FlowDocument, types: readonly NodeType[]): FlowNode[] {
  const kinds = types.filter(({ ports }) => ports.out.some(({ on }) => on !== null));
  const working = new Set(kinds.map(({ type }) => type));
  return document.nodes.filter(({ type }) => working.has(type));
}

/** Those of nodes that are there; numbers keep their digits. */
export function readPins(pins: Pins, nodes: readonly FlowNode[]): ReadPins {
  const read: ReadPins = { pinned: {}, faults: {} };
  for (const { id } of nodes) {
    const text = Object.hasOwn(pins, id) ? pins[id] : undefined;
    if (text === undefined) continue;
    const value = readPin(text);
    if (typeof value === "string") read.faults[id] = value;
    else read.pinned[id] = value;
  }
  return read;
}

function readPin(text: string): JsonObject | PinFault {
  let value: unknown;
  try {
    value = readJson(text);
  } catch {
    return "unreadable";
  }
  if (!isObject(value)) return "noObject";
  return Object.keys(value).some((key) => key.startsWith("__")) ? "reserved" : value;
}
