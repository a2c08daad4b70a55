// What an edge stands for: a value of its condition, a failure, or simply what comes next. Nothing here draws.
import type { FlowDocument, FlowEdge, Json, JsonObject } from "~/api/types";
import { withField } from "../edits";

/** `value`: a `when` that is neither true nor false. */
export type Meaning = "next" | "true" | "false" | "value" | "error" | "timeout";

export function meaningOf({ data }: FlowEdge): Meaning {
  if (data?.on === "error" || data?.on === "timeout") return data.on;
  if (data?.when === undefined) return "next";
  return typeof data.when === "boolean" ? (`${data.when}` as "true" | "false") : "value";
}

/** What an edge may stand for, by the type of the node it leaves; what it stands for now is always among them. */
export function meaningsFor(edge: FlowEdge, branches: boolean, mayFail: boolean): Meaning[] {
  const may: Meaning[] = ["next"];
  if (branches) may.push("true", "false", "value");
  if (mayFail) may.push("error", "timeout");
  const now = meaningOf(edge);
  return may.includes(now) ? may : [...may, now];
}

/** The edge with another meaning: `when`, `on` and `as` follow it, everything else stays. */
export function withMeaning(edge: FlowEdge, meaning: Meaning): FlowEdge {
  if (meaning === meaningOf(edge)) return edge;
  const isFailure = meaning === "error" || meaning === "timeout";
  const data: JsonObject = {
    ...(isFailure && { on: meaning }),
    ...(meaning === "true" || meaning === "false" ? { when: meaning === "true" } : {}),
    ...(meaning === "value" && { when: 0 }),
  };
  const before = (edge.data ?? {}) as JsonObject;
  const kept = ["when", "on", ...(isFailure ? [] : ["as"])].reduce(
    (each, name) => withField(each, name, undefined),
    before,
  );
  return withData(edge, { ...kept, ...data });
}

export function withEdgeField(edge: FlowEdge, name: string, value: Json | undefined): FlowEdge {
  return withData(edge, withField((edge.data ?? {}) as JsonObject, name, value));
}

function withData(edge: FlowEdge, data: JsonObject): FlowEdge {
  return withField(edge, "data", Object.keys(data).length === 0 ? undefined : data);
}

/** The edges out of a node, each with its place among all. */
export function edgesFrom(flow: FlowDocument, id: string): Array<[at: number, edge: FlowEdge]> {
  return [...flow.edges.entries()].filter(([, edge]) => edge.source === id);
}
