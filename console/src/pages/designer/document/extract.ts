// A sub-flow of a part of a flow: a flow of its own with these nodes, and one node in their place. Nothing here draws.
import { extentOf, NODE_HEIGHT, NODE_WIDTH } from "~/graph/geometry";
import {
  edgeKey,
  type FlowDocument,
  type FlowEdge,
  type FlowNode,
  isObject,
  type JsonObject,
} from "./document";
import { adopted, groupsOf, outOfGroups } from "./groups";
import { freshId, idsOf } from "./ids";
import type { KindOf } from "./kinds";
import { rounded } from "./nodes";
import { placesOf } from "./places";

const RANK = 120;
/** What belongs to the flow that is left, or is made anew for the other. */
const OWN = new Set(["name", "name_zh", "description", "description_zh", "inputs", "state"]);
const DRAWN = new Set(["nodes", "edges", "notes", "groups"]);

export type Obstacle =
  | "nothing"
  | "start"
  | "end"
  | "noWayIn"
  | "waysIn"
  | "noWayOut"
  | "waysOut"
  | "failureOut";

/** Why a part cannot stand alone; `edges` are the keys of those that forbid it. */
export interface Obstructed {
  obstacle: Obstacle;
  edges: string[];
}

/** A part that has one way in and one way out. */
export interface Extract {
  nodes: readonly FlowNode[];
  ids: ReadonlySet<string>;
  /** The node that everything from outside leads to, and the one that everything leads on to. */
  first: string;
  next: string;
}

/** What the new flow is given, and what comes back, by state key. */
export interface Carried {
  input: string[];
  output: string[];
}

export function extractOf(
  document: FlowDocument,
  chosen: Iterable<string>,
  kindOf: KindOf,
): Extract | Obstructed {
  const wanted = new Set(chosen);
  const nodes = document.nodes.filter((node) => wanted.has(node.id));
  const ids = new Set(nodes.map((node) => node.id));
  const none = (obstacle: Obstacle, edges: Array<[FlowEdge, string]> = []) => ({
    obstacle,
    edges: edges.map(([, key]) => key),
  });
  if (nodes.length === 0) return none("nothing");
  if (nodes.some((node) => !kindOf(node.type).takes)) return none("start");
  if (nodes.some((node) => kindOf(node.type).gives === "nothing")) return none("end");
  const lines = document.edges.map((edge, index): [FlowEdge, string] => [edge, edgeKey(index)]);
  const into = lines.filter(([edge]) => !ids.has(edge.source) && ids.has(edge.target));
  const out = lines.filter(([edge]) => ids.has(edge.source) && !ids.has(edge.target));
  const failures = out.filter(([edge]) => edge.data?.on !== undefined);
  const [first, next] = [into[0]?.[0].target, out[0]?.[0].target];
  if (first === undefined) return none("noWayIn");
  if (into.some(([edge]) => edge.target !== first)) return none("waysIn", into);
  if (failures.length > 0) return none("failureOut", failures);
  if (next === undefined) return none("noWayOut");
  if (out.some(([edge]) => edge.target !== next)) return none("waysOut", out);
  return { nodes, ids, first, next };
}

/**
 * The keys that are to be carried, as far as the flow tells. A function gets the whole state, and may return any key: with
 * one among the nodes, all keys that are known go in and come back, and so do those that somebody reads and nobody writes.
 */
export function carried(document: FlowDocument, { nodes, ids }: Extract): Carried {
  const inside = document.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target));
  const others = document.nodes.filter((node) => !ids.has(node.id));
  const outside = document.edges.filter((edge) => !inside.includes(edge));
  const before = new Set([...inputsOf(document), ...writtenBy(others, outside)]);
  const written = writtenBy(nodes, inside);
  const reads = readBy(nodes);
  const hasFunction = nodes.some(returnsAny);
  const guessed = hasFunction ? readBy(others).filter((key) => !before.has(key)) : [];
  const reducers = Object.keys(isObject(document.state) ? document.state : {});
  const changed = hasFunction ? [...before].filter((key) => !reducers.includes(key)) : [];
  const output = unique([...written, ...guessed, ...changed]);
  // What may not be there in the end is there from the beginning: an output that is missing is a failure.
  const mayMiss = inside.some((edge) => edge.data !== undefined);
  const given = unique([...reads, ...(hasFunction ? before : []), ...guessed, ...(mayMiss ? output : [])]);
  return {
    // A value with a reducer would be counted twice: what comes back is put behind what is there.
    input: given.filter((key) => !(reducers.includes(key) && output.includes(key))),
    output,
  };
}

/** The flow of its own. */
export function innerFlow(
  document: FlowDocument,
  { nodes, ids, first, next }: Extract,
  name: string,
  { input, output }: Carried,
): FlowDocument {
  const places = placesOf(document);
  const extent = extentOf(nodes.flatMap((node) => places.get(node.id) ?? []));
  const taken = new Set(ids);
  const start = freshId(taken, "start");
  const end = freshId(taken.add(start), "end");
  const x = extent.x + (extent.width - NODE_WIDTH) / 2;
  const at = (y: number) => rounded({ x, y });
  const keys = new Set([...input, ...output]);
  const state = Object.entries(isObject(document.state) ? document.state : {}).filter(([key]) =>
    keys.has(key),
  );
  const groups = groupsOf(document).filter((group) => group.nodes.every((id) => ids.has(id)));
  const rest = Object.entries(document).filter(([field]) => !OWN.has(field) && !DRAWN.has(field));
  return {
    ...Object.fromEntries(rest),
    name,
    ...(input.length > 0 && {
      inputs: { type: "object", properties: Object.fromEntries(input.map((key) => [key, {}])) },
    }),
    ...(state.length > 0 && { state: Object.fromEntries(state) }),
    nodes: [
      { id: start, type: "start", position: at(extent.y - RANK) },
      ...nodes.map((node) => ({ ...node, position: rounded(places.get(node.id) ?? { x: 0, y: 0 }) })),
      { id: end, type: "end", position: at(extent.y + extent.height + RANK - NODE_HEIGHT) },
    ],
    edges: [
      { source: start, target: first },
      ...document.edges.flatMap((edge) => {
        if (!ids.has(edge.source)) return [];
        return [edge.target === next && !ids.has(edge.target) ? { ...edge, target: end } : edge];
      }),
    ],
    ...(groups.length > 0 && { groups }),
  } as FlowDocument;
}

/** The flow that is left, with one node in place of the part; and that node's id. */
export function outerFlow(
  document: FlowDocument,
  { nodes, ids, next }: Extract,
  flow: { id: string; name: string },
  { input, output }: Carried,
): { document: FlowDocument; node: string } {
  const places = placesOf(document);
  const extent = extentOf(nodes.flatMap((node) => places.get(node.id) ?? []));
  const left = idsOf(document);
  for (const id of ids) left.delete(id);
  const node = freshId(left, flow.id);
  const data: JsonObject = {
    flow: flow.id,
    ...(input.length > 0 && { input: Object.fromEntries(input.map((key) => [key, { var: key }])) }),
    ...(output.length > 0 && { output: Object.fromEntries(output.map((key) => [key, key])) }),
  };
  const position = rounded({
    x: extent.x + (extent.width - NODE_WIDTH) / 2,
    y: extent.y + (extent.height - NODE_HEIGHT) / 2,
  });
  const made: FlowNode = { id: node, type: "subflow", label: flow.name, data, position };
  const at = document.nodes.findIndex((each) => ids.has(each.id));
  const others = document.nodes.filter((each) => !ids.has(each.id));
  let hasLeft = false;
  const edges = document.edges.flatMap((edge): FlowEdge[] => {
    const [from, to] = [ids.has(edge.source), ids.has(edge.target)];
    if (!from) return [to ? { ...edge, target: node } : edge];
    if (to || hasLeft) return [];
    hasLeft = true;
    return [{ source: node, target: next }];
  });
  const whole = { ...outOfGroups(document, ids), nodes: others.toSpliced(at, 0, made), edges };
  return { document: adopted(whole, node), node };
}

/** The first parts of all ways into the state that these nodes name. */
function readBy(nodes: readonly FlowNode[]): string[] {
  const ways = nodes.flatMap(({ type, data }) => [
    ...waysIn(data),
    ...(type === "form" && isObject(data?.show) ? [data.show.state].flat() : []),
  ]);
  const keys = ways.map((way) => (typeof way === "string" ? (way.split(".")[0] ?? "") : ""));
  return unique(keys.filter((key) => !key.startsWith("__")));
}

/** All that expressions in a value name, at any depth. */
function waysIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(waysIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([operator, operand]) => [
    ...waysOf(operator, operand),
    ...waysIn(operand),
  ]);
}

function waysOf(operator: string, operand: unknown): unknown[] {
  const operands = [operand].flat();
  if (operator === "var") return operands.slice(0, 1);
  if (operator === "missing") return operands;
  return operator === "missing_some" ? [operands[1]].flat() : [];
}

/** The keys that these nodes and lines are known to write. */
function writtenBy(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): string[] {
  return unique([
    ...nodes.flatMap(({ data }) => [
      ...(typeof data?.outputKey === "string" ? [data.outputKey] : []),
      ...(isObject(data?.output) ? Object.keys(data.output) : []),
    ]),
    ...edges.flatMap(({ data }) => (data?.on === undefined ? [] : [data.as ?? "error"])),
  ]);
}

/** Whether what a node leaves is known only when it runs. */
function returnsAny({ type }: FlowNode): boolean {
  return !["condition", "parallel", "join", "map", "http", "wait", "form", "subflow"].includes(type);
}

function inputsOf({ inputs }: FlowDocument): string[] {
  return isObject(inputs) && isObject(inputs.properties) ? Object.keys(inputs.properties) : [];
}

function unique(keys: readonly string[]): string[] {
  return [...new Set(keys)].filter((key) => key !== "");
}
