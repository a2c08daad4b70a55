// What was changed of a run's state, key by key: only that is sent, so that nothing else can be overwritten.
import type { JsonObject } from "~/api/types";
import {
  type Entries,
  type Entry,
  entryOf,
  type Field,
  type FieldKind,
  kindOfValue,
  readEntries,
  readEntry,
} from "~/components/form/schemaForm";
import { isPreview } from "~/components/json/JsonView";

export interface StateField {
  name: string;
  kind: FieldKind;
  value: unknown;
  /** A preview stands for a value that was too long to send: it cannot be edited here. */
  isPreview: boolean;
}

/** The flow's inputs that the state does not hold: their defaults count, and here they can be set. */
export function inputsBeyond(values: Record<string, unknown>, inputs: readonly Field[]): Field[] {
  return inputs.filter((field) => !(field.name in values));
}

/** The known key that a typing mistake is likely to mean. */
export function likely(name: string, known: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  const near = known
    .map((each) => ({ each, away: distance(wanted, each.toLowerCase()) }))
    .filter(({ each, away }) => away <= Math.max(1, Math.floor(each.length / 3)))
    .sort((one, other) => one.away - other.away);
  return near[0]?.each;
}

function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

export function stateFields(values: Record<string, unknown>): StateField[] {
  return Object.entries(values).map(([name, value]) => ({
    name,
    kind: kindOfValue(value),
    value,
    isPreview: isPreview(value),
  }));
}

export function entriesOf(fields: readonly StateField[]): Entries {
  return Object.fromEntries(fields.map((field) => [field.name, entryOf(field.kind, field.value)]));
}

export interface Edit {
  updates: JsonObject;
  unreadable: string[];
}

export function editOf(
  fields: readonly StateField[],
  entries: Entries,
  added: Record<string, string>,
  inputs: readonly Field[] = [],
): Edit {
  const edit: Edit = { updates: {}, unreadable: [] };
  for (const field of inputs) {
    const entry = entries[field.name];
    if (
      entry === undefined ||
      entry === "" ||
      entry === false ||
      (Array.isArray(entry) && entry.length === 0)
    )
      continue;
    const { value, unreadable } = readEntries([{ ...field, required: false }], { [field.name]: entry });
    Object.assign(edit.updates, value);
    edit.unreadable.push(...unreadable);
  }
  for (const field of fields) {
    const entry = entries[field.name];
    if (field.isPreview || entry === undefined || entry === entryOf(field.kind, field.value)) continue;
    read(field.name, field.kind, entry, edit);
  }
  for (const [name, text] of Object.entries(added)) read(name, "json", text, edit);
  return edit;
}

function read(name: string, kind: FieldKind, entry: Entry, edit: Edit): void {
  if (kind === "text") {
    edit.updates[name] = String(entry);
    return;
  }
  try {
    const value = readEntry({ kind }, entry);
    if (value === undefined) edit.unreadable.push(name);
    else edit.updates[name] = value;
  } catch {
    edit.unreadable.push(name);
  }
}
