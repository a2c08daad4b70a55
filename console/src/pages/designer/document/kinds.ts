// What may be drawn at which type of node, and why not. Nothing here draws.
import type { FlowEdge, Json } from "~/api/types";
import { edgeKey, type FlowDocument, nodeOf } from "./document";
import type { EdgeData } from "./edges";

/** How lines may meet a type of node. */
export interface Kind {
  /** Lines may lead to it. */
  takes: boolean;
  /** What leads on from it: nothing, one line, as many as wanted, or one for each answer. */
  gives: "nothing" | "one" | "many" | "answers";
  /** Lines may lead on from its failures. */
  fails: boolean;
}

export const PORTS = ["next", "true", "false", "other", "error", "timeout"] as const;
/** Where a line leaves a node. `other` is the else of a condition, and every answer that is neither true nor false. */
export type Port = (typeof PORTS)[number];
export type KindOf = (type: string) => Kind;

const WORK: Kind = { takes: true, gives: "one", fails: true };
const KINDS: Record<string, Kind> = {
  start: { takes: false, gives: "one", fails: false },
  end: { takes: true, gives: "nothing", fails: false },
  condition: { takes: true, gives: "answers", fails: false },
  parallel: { takes: true, gives: "many", fails: false },
  join: { takes: true, gives: "one", fails: false },
  python: WORK,
  map: WORK,
  http: WORK,
  wait: WORK,
  form: WORK,
  subflow: WORK,
};
/** Of a type that nobody here knows, anything may be true. */
const ANY: Kind = { takes: true, gives: "many", fails: true };

/** The types of the language as this console was built with; the server may know more. */
export const builtIn: KindOf = (type) => (Object.hasOwn(KINDS, type) ? KINDS[type] : undefined) ?? ANY;

export function portsOf({ gives, fails }: Kind): Port[] {
  const onwards: Port[] =
    gives === "nothing" ? [] : gives === "answers" ? ["true", "false", "other"] : ["next"];
  return fails ? [...onwards, "error", "timeout"] : onwards;
}

/** Where a line leaves its node. */
export function portOf({ data }: Pick<FlowEdge, "data">, kind: Kind): Port {
  if (data?.on === "error" || data?.on === "timeout") return data.on;
  if (kind.gives !== "answers") return "next";
  if (data?.when === true) return "true";
  return data?.when === false ? "false" : "other";
}

/** What a line from there stands for. */
export function dataOf(port: Port): EdgeData | undefined {
  if (port === "true" || port === "false") return { when: port === "true" };
  return port === "error" || port === "timeout" ? { on: port } : undefined;
}

export type Refusal =
  | "unknownNode"
  | "toStart"
  | "fromEnd"
  | "noSuchPort"
  | "toItself"
  | "leadsOn"
  | "answered"
  | "elseTaken"
  | "caught"
  | "twice";

export interface Wish {
  source: string;
  port: Port;
  target: string;
  /** The line that is drawn anew, if it is one that was there: it stands in no one's way. */
  instead?: string | undefined;
}

/** Why a line cannot be drawn so; undefined: it can. `by` is the node that the line in the way leads to. */
export function refusal(
  document: FlowDocument,
  { source, port, target, instead }: Wish,
  kindOf: KindOf,
): { reason: Refusal; by?: string } | undefined {
  const [from, to] = [nodeOf(document, source), nodeOf(document, target)];
  if (!from || !to) return { reason: "unknownNode" };
  const kind = kindOf(from.type);
  if (!kindOf(to.type).takes) return { reason: "toStart" };
  if (kind.gives === "nothing") return { reason: "fromEnd" };
  if (!portsOf(kind).includes(port)) return { reason: "noSuchPort" };
  if (source === target && kind.gives !== "answers") return { reason: "toItself" };
  const others = document.edges.filter(
    (edge, index) => edge.source === source && edgeKey(index) !== instead && portOf(edge, kind) === port,
  );
  return inTheWay(others, port, target, kind);
}

function inTheWay(others: FlowEdge[], port: Port, target: string, kind: Kind) {
  const first = others[0];
  if (first === undefined) return undefined;
  const by = first.target;
  if (port === "error" || port === "timeout") return { reason: "caught" as const, by };
  if (port === "true" || port === "false") return { reason: "answered" as const, by };
  if (port === "other") {
    const otherwise = others.find((edge) => edge.data?.when === undefined);
    return otherwise && { reason: "elseTaken" as const, by: otherwise.target };
  }
  if (kind.gives === "one") return { reason: "leadsOn" as const, by };
  return others.some((edge) => edge.target === target) ? { reason: "twice" as const, by: target } : undefined;
}

/** The first place that a line may leave a node from; undefined: all are taken, or it has none. */
export function freePort(document: FlowDocument, source: string, kindOf: KindOf): Port | undefined {
  const node = nodeOf(document, source);
  if (node === undefined) return undefined;
  const kind = kindOf(node.type);
  const taken = document.edges.filter((edge) => edge.source === source).map((edge) => portOf(edge, kind));
  return portsOf(kind).find((port) => (port === "next" && kind.gives === "many") || !taken.includes(port));
}

/** What a condition's line stands for, in short: `true`, `"red"`, or nothing for the else. */
export function answerText(when: Json | undefined): string {
  return when === undefined ? "" : JSON.stringify(when);
}
