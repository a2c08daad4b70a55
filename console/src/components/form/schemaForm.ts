// A form's fields from a JSON Schema, and the values that were typed back into JSON. The server judges them.
import type { Json, JsonObject } from "~/api/types";

export type FieldKind = "text" | "number" | "integer" | "boolean" | "choice" | "json";

export interface Field {
  name: string;
  kind: FieldKind;
  title: string;
  description?: string;
  required: boolean;
  choices: Json[];
  minimum?: number;
  maximum?: number;
  initial?: Json;
}

/** What stands in a field while it is edited. */
export type Entry = string | boolean;
export type Entries = Record<string, Entry>;

export function fieldsOf(schema: JsonObject | undefined): Field[] {
  const required = Array.isArray(schema?.required) ? schema.required : [];
  return Object.entries(asObject(schema?.properties)).map(([name, property]) =>
    fieldOf(name, asObject(property), required.includes(name)),
  );
}

function fieldOf(name: string, schema: JsonObject, required: boolean): Field {
  const choices = Array.isArray(schema.enum) ? schema.enum : [];
  return {
    name,
    kind: choices.length > 0 ? "choice" : kindOf(schema.type),
    title: typeof schema.title === "string" ? schema.title : name,
    required,
    choices,
    ...(typeof schema.description === "string" && { description: schema.description }),
    ...(typeof schema.minimum === "number" && { minimum: schema.minimum }),
    ...(typeof schema.maximum === "number" && { maximum: schema.maximum }),
    ...(schema.default !== undefined && { initial: schema.default }),
  };
}

function kindOf(type: Json | undefined): FieldKind {
  if (type === "string") return "text";
  if (type === "number" || type === "integer" || type === "boolean") return type;
  return "json";
}

export function kindOfValue(value: unknown): FieldKind {
  if (typeof value === "string") return "text";
  if (typeof value === "number" || typeof value === "boolean") return typeof value as "number" | "boolean";
  return "json";
}

export function initialEntries(fields: readonly Field[]): Entries {
  return Object.fromEntries(fields.map((field) => [field.name, entryOf(field.kind, field.initial)]));
}

export function entryOf(kind: FieldKind, value: unknown): Entry {
  if (kind === "boolean") return value === true;
  if (value === undefined) return "";
  if (kind === "text") return typeof value === "string" ? value : JSON.stringify(value);
  return JSON.stringify(value, null, kind === "json" ? 2 : undefined);
}

/** A field's text that is not what its kind needs. */
export class Unreadable extends Error {}

/** The value that stands in a field; undefined where nothing does. */
export function readEntry(field: Pick<Field, "kind">, entry: Entry): Json | undefined {
  if (typeof entry === "boolean") return entry;
  if (field.kind === "text") return entry === "" ? undefined : entry;
  if (entry.trim() === "") return undefined;
  let value: Json;
  try {
    value = JSON.parse(entry) as Json;
  } catch {
    throw new Unreadable();
  }
  const wantsNumber = field.kind === "number" || field.kind === "integer";
  if (wantsNumber && typeof value !== "number") throw new Unreadable();
  return value;
}

/** All fields as one object, and the names of those that can't be read. Optional ones that are empty are left out. */
export function readEntries(
  fields: readonly Field[],
  entries: Entries,
): { value: JsonObject; unreadable: string[] } {
  const value: JsonObject = {};
  const unreadable: string[] = [];
  for (const field of fields) {
    const entry = entries[field.name] ?? "";
    try {
      const read = readEntry(field, entry);
      const isUntouched =
        field.kind === "boolean" && read === false && !field.required && field.initial === undefined;
      if (read !== undefined && !isUntouched) value[field.name] = read;
      else if (field.kind === "text" && field.required) value[field.name] = "";
    } catch {
      unreadable.push(field.name);
    }
  }
  return { value, unreadable };
}

function asObject(value: unknown): JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as JsonObject) : {};
}
