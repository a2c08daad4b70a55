// A JSON Schema of an object as a table: a row for each property. The table is a view: a change touches what the cell
// stands for, and every other keyword stays. What a table would hide is edited as JSON. Nothing here draws.
import type { Json, JsonObject } from "~/api/types";
import { asObject } from "~/components/form/schemaForm";
import { withField, withKey } from "../edits";

/** What a property may be in the table, with the keywords that make it so. */
export const SHAPES = {
  text: { type: "string" },
  number: { type: "number" },
  integer: { type: "integer" },
  boolean: { type: "boolean" },
  date: { type: "string", format: "date" },
  datetime: { type: "string", format: "date-time" },
  time: { type: "string", format: "time" },
  password: { type: "string", format: "password" },
  file: { type: "string", format: "file" },
  folder: { type: "string", format: "folder" },
  texts: { type: "array", items: { type: "string" } },
  numbers: { type: "array", items: { type: "number" } },
} as const satisfies Record<string, JsonObject>;
export type Shape = keyof typeof SHAPES | "choice" | "other";

export interface Row {
  name: string;
  shape: Shape;
  schema: JsonObject;
  isRequired: boolean;
  /** Keywords that the table has no column for: they are kept. */
  others: string[];
}

export type TableView = { rows: Row[] } | { reason: "noObject" | "notObjects" | "keyword"; keyword?: string };

/** Keywords at the top that say nothing about which properties there are. */
const PLAIN = new Set([
  "$schema",
  "$comment",
  "type",
  "properties",
  "required",
  "additionalProperties",
  "title",
  "title_zh",
  "description",
  "description_zh",
  "x-i18n",
]);
/** Keywords of a property that have a column. */
const COLUMNS = new Set(["type", "format", "enum", "title", "title_zh", "default"]);
/** What makes a property's shape. */
const OF_SHAPE = ["type", "format", "enum", "items"] as const;

export function tableOf(schema: Json | undefined): TableView {
  if (schema === undefined) return { rows: [] };
  if (schema === null || typeof schema !== "object" || Array.isArray(schema)) return { reason: "noObject" };
  if (schema.type !== undefined && schema.type !== "object") return { reason: "noObject" };
  const keyword = Object.keys(schema).find((each) => !PLAIN.has(each));
  if (keyword !== undefined) return { reason: "keyword", keyword };
  const properties = Object.entries(asObject(schema.properties));
  if (properties.some(([, each]) => each === null || typeof each !== "object" || Array.isArray(each)))
    return { reason: "notObjects" };
  if (schema.required !== undefined && !isNames(schema.required))
    return { reason: "keyword", keyword: "required" };
  const required = isNames(schema.required) ? schema.required : [];
  return {
    rows: properties.map(([name, property]) => {
      const own = asObject(property);
      const shape = shapeOf(own);
      return {
        name,
        shape,
        schema: own,
        isRequired: required.includes(name),
        others: Object.keys(own).filter(
          (each) => !COLUMNS.has(each) && !(each === "items" && shape !== "other"),
        ),
      };
    }),
  };
}

function isNames(value: Json | undefined): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

export function shapeOf(schema: JsonObject): Shape {
  if (Array.isArray(schema.enum)) return schema.items === undefined ? "choice" : "other";
  const found = Object.entries(SHAPES).find(([, keywords]) =>
    OF_SHAPE.every((each) => JSON.stringify((keywords as JsonObject)[each]) === JSON.stringify(schema[each])),
  );
  return (found?.[0] as Shape | undefined) ?? "other";
}

/** A property of another shape: what made the old one goes, and a default that belonged to it; all else stays. */
export function withShape(property: JsonObject, shape: Shape): JsonObject {
  if (shape === "other" || shape === shapeOf(property)) return property;
  const bare = [...OF_SHAPE, "default"].reduce<JsonObject>(
    (each, name) => withField(each, name, undefined),
    property,
  );
  if (shape === "choice") return { enum: ["a", "b"], ...bare };
  return { ...(SHAPES[shape] as JsonObject), ...bare };
}

/** The schema with one property changed; undefined takes it out, and out of `required`. */
export function withProperty(schema: JsonObject, name: string, property: JsonObject | undefined): JsonObject {
  const changed = withField(schema, "properties", withField(asObject(schema.properties), name, property));
  return property === undefined ? withRequired(changed, name, false) : changed;
}

export function withRequired(schema: JsonObject, name: string, isRequired: boolean): JsonObject {
  const before = isNames(schema.required) ? schema.required : [];
  if (before.includes(name) === isRequired) return schema;
  const after = isRequired ? [...before, name] : before.filter((each) => each !== name);
  return withField(schema, "required", after.length === 0 ? undefined : after);
}

/** Another name for a property, in its place; undefined where it is taken or empty. */
export function withName(schema: JsonObject, from: string, to: string): JsonObject | undefined {
  if (to === "") return undefined;
  const properties = withKey(asObject(schema.properties), from, to);
  if (properties === undefined) return undefined;
  const required = isNames(schema.required)
    ? schema.required.map((each) => (each === from ? to : each))
    : schema.required;
  return withField(withField(schema, "properties", properties), "required", required);
}

/** One more property, with a name of its own. */
export function withNewProperty(schema: Json | undefined): JsonObject {
  const before: JsonObject = schema === undefined ? { type: "object", properties: {} } : asObject(schema);
  const taken = Object.keys(asObject(before.properties));
  let number = taken.length + 1;
  while (taken.includes(`input_${number}`)) number += 1;
  return withProperty(before, `input_${number}`, { type: "string" });
}

/** The words of a choice, as they are typed: JSON where a text would be read as something else. */
export function choiceTexts(values: readonly Json[]): string[] {
  return values.map((value) => {
    if (typeof value !== "string") return JSON.stringify(value);
    return readsAsJson(value) || value.trim() !== value || value === "" ? JSON.stringify(value) : value;
  });
}

export function choiceValues(texts: readonly string[]): Json[] {
  return texts.map((text) => (readsAsJson(text) ? (JSON.parse(text) as Json) : text));
}

function readsAsJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
