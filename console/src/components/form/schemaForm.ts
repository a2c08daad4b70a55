// A form's fields from a JSON Schema, and the values that were typed back into JSON. The server judges them.
import type { Json, JsonObject } from "~/api/types";

export type FieldKind =
  | "text"
  | "password"
  | "number"
  | "integer"
  | "boolean"
  | "choice"
  | "date"
  | "datetime"
  | "time"
  | "file"
  | "folder"
  | "list"
  | "table"
  | "json";

/** How a field is drawn where its kind leaves a choice. */
export const WIDGETS = ["textarea", "radio", "select", "switch"] as const;
export type Widget = (typeof WIDGETS)[number];

export interface Choice {
  value: Json;
  label: string;
}

export interface Field {
  name: string;
  kind: FieldKind;
  title: string;
  description?: string;
  required: boolean;
  choices: Choice[];
  minimum?: number;
  maximum?: number;
  initial?: Json;
  widget?: Widget;
  /** Of a list: what each item is; of a table: its columns. */
  items?: FieldKind;
  columns?: Field[];
}

/** What was uploaded for a field. */
export interface UploadedEntry {
  upload: string;
  path: string;
  label: string;
}

/** Files that the run has in its inputs already. */
export interface KeptEntry {
  kept: string;
  name: string;
}

/** Files are on their way to the server. */
export interface MovingEntry {
  moving: true;
}

export type Row = Record<string, string | boolean>;
/** What stands in a field while it is edited. */
export type Entry = string | boolean | string[] | Row[] | UploadedEntry | KeptEntry | MovingEntry;
export type Entries = Record<string, Entry>;

const FORMATS: Record<string, FieldKind> = {
  password: "password",
  date: "date",
  "date-time": "datetime",
  time: "time",
  file: "file",
  folder: "folder",
};
const SCALARS: ReadonlySet<FieldKind> = new Set(["text", "number", "integer", "boolean", "choice", "date"]);

/** The fields; titles and descriptions in the reader's language where the schema has them. */
export function fieldsOf(schema: JsonObject | undefined, language = "en"): Field[] {
  const required = Array.isArray(schema?.required) ? schema.required : [];
  return Object.entries(asObject(schema?.properties)).map(([name, property]) =>
    fieldOf(name, asObject(property), required.includes(name), language),
  );
}

function fieldOf(name: string, schema: JsonObject, required: boolean, language: string): Field {
  const choices = choicesOf(schema, language);
  const description = wordOf(schema, "description", language);
  const items = asObject(schema.items);
  const kind = schema["x-widget"] === "json" ? "json" : kindOf(schema, language);
  const widget = WIDGETS.find((each) => each === schema["x-widget"]);
  return {
    name,
    kind,
    title: wordOf(schema, "title", language) ?? name,
    required,
    choices,
    ...(description !== undefined && { description }),
    ...(widget !== undefined && { widget }),
    ...(typeof schema.minimum === "number" && { minimum: schema.minimum }),
    ...(typeof schema.maximum === "number" && { maximum: schema.maximum }),
    ...(schema.default !== undefined && { initial: schema.default }),
    ...(kind === "list" && { items: kindOf(items, language) }),
    ...(kind === "table" && { columns: fieldsOf(items, language) }),
  };
}

/** A word of the schema in a language: `x-i18n.zh.title`, else `title_zh`, else `title`. */
export function wordOf(schema: JsonObject, name: string, language: string): string | undefined {
  const own = asObject(asObject(schema["x-i18n"])[language])[name];
  return [own, schema[`${name}_${language}`], schema[name]].find(
    (each): each is string => typeof each === "string" && each.trim() !== "",
  );
}

function choicesOf(schema: JsonObject, language: string): Choice[] {
  const words = asObject(asObject(schema["x-i18n"])[language]).enum;
  const values = schema.type === "boolean" && Array.isArray(words) ? [true, false] : schema.enum;
  if (!Array.isArray(values)) return [];
  return values.map((value, index) => {
    const word = Array.isArray(words) ? words[index] : undefined;
    const plain = typeof value === "string" ? value : JSON.stringify(value);
    return { value, label: typeof word === "string" ? word : plain };
  });
}

function kindOf(schema: JsonObject, language: string): FieldKind {
  if (Array.isArray(schema.enum) && schema.enum.length > 0) return "choice";
  const { type, format } = schema;
  if (type === "string") {
    if (schema.writeOnly === true) return "password";
    return (typeof format === "string" && FORMATS[format]) || "text";
  }
  if (type === "number" || type === "integer" || type === "boolean") return type;
  return type === "array" ? kindOfItems(asObject(schema.items), language) : "json";
}

/** Plain values are a list, objects of plain values a table. */
function kindOfItems(items: JsonObject, language: string): FieldKind {
  if (items.type === "string" || items.type === "number" || items.type === "integer") return "list";
  const columns = items.type === "object" ? fieldsOf(items, language) : [];
  return columns.length > 0 && columns.every((each) => SCALARS.has(each.kind)) ? "table" : "json";
}

export function kindOfValue(value: unknown): FieldKind {
  if (typeof value === "string") return "text";
  if (typeof value === "number" || typeof value === "boolean") return typeof value as "number" | "boolean";
  return "json";
}

export function initialEntries(fields: readonly Field[]): Entries {
  return Object.fromEntries(fields.map((field) => [field.name, initialEntry(field)]));
}

/** Whether yes and no are both to be chosen: an untouched box would say no. */
export function isYesOrNo({ kind, initial, required, widget }: Field): boolean {
  return kind === "boolean" && initial === undefined && (required || widget === "radio");
}

export function initialEntry(field: Field): Entry {
  if (isYesOrNo(field)) return "";
  if (field.kind === "list")
    return Array.isArray(field.initial)
      ? field.initial.map((each) => (typeof each === "string" ? each : JSON.stringify(each)))
      : [];
  if (field.kind === "table") {
    const rows = Array.isArray(field.initial) ? field.initial.map(asObject) : [];
    return rows.map((row) =>
      Object.fromEntries(
        (field.columns ?? []).map((column) => [
          column.name,
          entryOf(column.kind, row[column.name]) as string | boolean,
        ]),
      ),
    );
  }
  return entryOf(field.kind, field.initial);
}

/** Whether a kind's value is a text, typed as it is. */
export function isTextual(kind: FieldKind): boolean {
  return ["text", "password", "date", "datetime", "time", "file", "folder"].includes(kind);
}

export function entryOf(kind: FieldKind, value: unknown): Entry {
  if (kind === "boolean") return value === true;
  if (value === undefined) return "";
  const kept = kind === "file" || kind === "folder" ? keptAs(value) : undefined;
  if (kept !== undefined) return kept;
  if (isTextual(kind)) return typeof value === "string" ? value : JSON.stringify(value);
  return JSON.stringify(value, null, kind === "json" ? 2 : undefined);
}

/** A field's text that is not what its kind needs. */
export class Unreadable extends Error {}

export function isUploaded(entry: Entry): entry is UploadedEntry {
  return typeof entry === "object" && "upload" in entry;
}

export function isMoving(entry: Entry): entry is MovingEntry {
  return typeof entry === "object" && "moving" in entry;
}

export function isKept(entry: Entry): entry is KeptEntry {
  return typeof entry === "object" && "kept" in entry;
}

/** A path into a run's inputs is no path of the reader's: the name of what lies there says more. */
function keptAs(value: unknown): KeptEntry | undefined {
  const place = typeof value === "string" ? /[\\/]runs[\\/][^\\/]+[\\/]inputs[\\/](.+)$/.exec(value) : null;
  const name = place?.[1]?.split(/[\\/]/).at(-1);
  return name ? { kept: value as string, name } : undefined;
}

/** The value that stands in a field; undefined where nothing does, or what was uploaded. */
export function readEntry(
  field: Pick<Field, "kind"> & Partial<Pick<Field, "items" | "columns">>,
  entry: Entry,
): Json | undefined {
  if (typeof entry === "boolean") return entry;
  if (Array.isArray(entry)) {
    if (entry.length === 0) return undefined;
    return entry.map((each) =>
      typeof each === "string" ? itemOf(field.items ?? "text", each) : rowOf(field.columns ?? [], each),
    );
  }
  if (typeof entry === "object") return isKept(entry) ? entry.kept : undefined;
  return readText(field, entry);
}

function readText(field: Pick<Field, "kind">, entry: string): Json | undefined {
  if (field.kind === "datetime" && entry !== "") return withZone(entry);
  if (isTextual(field.kind)) return entry === "" ? undefined : entry;
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

function itemOf(kind: FieldKind, text: string): Json {
  const value = readEntry({ kind }, text);
  if (value === undefined) throw new Unreadable();
  return value;
}

function rowOf(columns: readonly Field[], row: Row): JsonObject {
  const { value, unreadable } = readEntries(columns, row);
  if (unreadable.length > 0) throw new Unreadable();
  return value;
}

/** A moment of the reader's clock with its offset, as RFC 3339 wants it; what has one already stays. */
function withZone(text: string): string {
  if (/(Z|[+-]\d\d:\d\d)$/i.test(text)) return text;
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) throw new Unreadable();
  const offset = -moment.getTimezoneOffset();
  const two = (value: number) => String(Math.floor(Math.abs(value))).padStart(2, "0");
  const seconds = /T\d\d:\d\d$/.test(text) ? `${text}:00` : text;
  return `${seconds}${offset < 0 ? "-" : "+"}${two(offset / 60)}:${two(offset % 60)}`;
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
    if (isUploaded(entry)) continue;
    try {
      const read = readEntry(field, entry);
      const isUntouched =
        field.kind === "boolean" && read === false && field.initial === undefined && !isYesOrNo(field);
      if (read !== undefined && !isUntouched) value[field.name] = read;
      else if (field.kind === "text" && field.required) value[field.name] = "";
    } catch {
      unreadable.push(field.name);
    }
  }
  return { value, unreadable };
}

export function asObject(value: unknown): JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as JsonObject) : {};
}
