// What a run is started again with: the old input, and what was changed of it.
import type { JsonObject } from "~/api/types";
import { type GivenField, givenFields, isUntouched } from "./given";
import { type Entries, type Field, readEntries } from "./schemaForm";
import { type Uploads, uploadsOf } from "./uploaded";

export interface Again {
  input: JsonObject;
  /** Keys of the old input that the new one does not have. */
  without: string[];
  /** Keys whose values were uploaded. */
  uploads: Uploads;
  unreadable: string[];
}

/** The form of a first start with what was given then; behind it what the flow does not declare. */
export function againFields(input: Record<string, unknown>, declared: readonly Field[]): Field[] {
  const given = new Map(givenFields(input, declared).map((field) => [field.name, field]));
  const inOrder = declared.map((field): Field => given.get(field.name) ?? field);
  const others = [...given.values()].filter((field) => !declared.some(({ name }) => name === field.name));
  return [...inOrder, ...others].filter((field) => !(field as GivenField).isPreview);
}

export function againOf(input: Record<string, unknown>, fields: readonly Field[], entries: Entries): Again {
  const changed = fields.filter((field) => !isUntouched(field, entries[field.name]));
  const { value, unreadable } = readEntries(changed, entries);
  const uploads = uploadsOf(entries);
  const said = new Set([...Object.keys(value), ...Object.keys(uploads), ...unreadable]);
  const without = changed.map(({ name }) => name).filter((name) => name in input && !said.has(name));
  return { input: value, without, uploads, unreadable };
}

/** How many fields are others than they were. */
export function changesOf({ input, without, uploads }: Again): number {
  return Object.keys(input).length + without.length + Object.keys(uploads).length;
}
