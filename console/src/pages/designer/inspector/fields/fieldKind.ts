// Which editor a field of a node's `data` gets: by its JSON Schema, and by its name where that says more. Nothing here
// draws. A value that its editor could not show without loss is edited as JSON.
import type { Json, JsonObject } from "~/api/types";
import { asObject } from "~/components/form/schemaForm";
import { isRule } from "../condition/parse";

export type EditorKind =
  | "boolean"
  | "choice"
  | "condition"
  | "duration"
  | "durationOrRule"
  | "function"
  | "json"
  | "longText"
  | "map"
  | "number"
  | "parameters"
  | "retry"
  | "rule"
  | "schema"
  | "stateKey"
  | "text"
  | "textOrRule";

const BY_NAME: Record<string, EditorKind> = {
  codeRef: "function",
  args: "parameters",
  expr: "condition",
  items: "rule",
  correlation: "rule",
  schema: "schema",
  outputKey: "stateKey",
  seconds: "durationOrRule",
  timeout: "duration",
  totalTimeout: "duration",
  requestTimeout: "duration",
  deadline: "duration",
};
/** From so many characters on a text has several lines. */
const LONG = 1_000;

/** What of a field's value each editor shows. */
const FITS: Record<EditorKind, (value: Json, schema: JsonObject) => boolean> = {
  boolean: (value) => typeof value === "boolean",
  choice: (value, schema) => Array.isArray(schema.enum) && schema.enum.includes(value),
  condition: () => true,
  duration: (value) => typeof value === "number",
  durationOrRule: (value) => typeof value === "number" || isRule(value),
  function: (value) => typeof value === "string",
  json: () => true,
  longText: (value) => typeof value === "string",
  map: isObject,
  number: (value) => typeof value === "number",
  parameters: isObject,
  retry: (value) =>
    isObject(value) &&
    Object.entries(asObject(value)).every(([name, each]) => RETRY.includes(name) && typeof each === "number"),
  rule: () => true,
  schema: () => true,
  stateKey: (value) => typeof value === "string",
  text: (value) => typeof value === "string",
  textOrRule: (value) => typeof value === "string" || isRule(value),
};
export const RETRY = ["maxAttempts", "delay", "backoff"];

/** Fields that belong to another field's editor. */
export const BESIDE: ReadonlySet<string> = new Set(["argsFrom"]);

export function editorOf(name: string, schema: JsonObject, value: Json | undefined): EditorKind {
  const kind = byName(name, schema) ?? bySchema(schema);
  return value === undefined || FITS[kind](value, schema) ? kind : "json";
}

/** A name says something only where the schema does not contradict. */
function byName(name: string, schema: JsonObject): EditorKind | undefined {
  const kind = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  if (kind === "duration" && schema.type !== "number" && schema.type !== "integer") return undefined;
  if ((kind === "parameters" || kind === "schema") && schema.type !== "object") return undefined;
  return kind;
}

function bySchema(schema: JsonObject): EditorKind {
  if (Array.isArray(schema.enum)) return "choice";
  const kinds = kindsOf(schema);
  if (kinds.length === 2 && kinds.includes("string") && kinds.includes("object")) return "textOrRule";
  if (kinds.length !== 1) return "json";
  switch (kinds[0]) {
    case "boolean":
      return "boolean";
    case "integer":
    case "number":
      return "number";
    case "string":
      return typeof schema.maxLength === "number" && schema.maxLength >= LONG ? "longText" : "text";
    case "object":
      return ofObject(schema);
    default:
      return "json";
  }
}

function ofObject(schema: JsonObject): EditorKind {
  const properties = Object.keys(asObject(schema.properties));
  if (properties.length === RETRY.length && RETRY.every((each) => properties.includes(each))) return "retry";
  return properties.length === 0 && isObject(schema.additionalProperties ?? null) ? "map" : "json";
}

/** The types of JSON that a schema names, `anyOf` and `oneOf` included. */
function kindsOf(schema: JsonObject): string[] {
  if (typeof schema.type === "string") return [schema.type];
  if (Array.isArray(schema.type)) return schema.type.map(String);
  const others = schema.anyOf ?? schema.oneOf;
  return Array.isArray(others) ? others.flatMap((each) => kindsOf(asObject(each))) : [];
}

function isObject(value: Json): boolean {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Fields of which exactly one must be there, as `oneOf` of the schema says it; none: it says no such thing. */
export function oneOfFields(schema: JsonObject): string[] {
  if (!Array.isArray(schema.oneOf)) return [];
  const names = schema.oneOf.map((each) => {
    const { required, ...rest } = asObject(each);
    const isOne = Array.isArray(required) && required.length === 1 && Object.keys(rest).length === 0;
    return isOne && typeof required[0] === "string" ? required[0] : undefined;
  });
  return names.every((each): each is string => each !== undefined) ? names : [];
}

/** Whether a field has a meaning beside those that are there: `dependentSchemas` names what it goes with. */
export function isUsable(name: string, schema: JsonObject, data: JsonObject): boolean {
  const wanted = asObject(asObject(schema.dependentSchemas)[name]).anyOf;
  if (!Array.isArray(wanted)) return true;
  return wanted.some((each) => {
    const { required } = asObject(each);
    return Array.isArray(required) && required.every((one) => typeof one === "string" && one in data);
  });
}

/** Fields of the policy: what bounds a node's work, and what its failure leads to. */
const POLICY = new Set([
  "timeout",
  "totalTimeout",
  "requestTimeout",
  "deadline",
  "onTimeout",
  "retry",
  "onError",
  "onBranchError",
  "onChildError",
]);

export function isPolicy(name: string): boolean {
  return POLICY.has(name);
}
