// What was changed of a run's state, key by key: only that is sent, so that nothing else can be overwritten.
import type { JsonObject } from "~/api/types";
import {
  type Entries,
  type Entry,
  entryOf,
  type FieldKind,
  kindOfValue,
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

export function editOf(fields: readonly StateField[], entries: Entries, added: Record<string, string>): Edit {
  const edit: Edit = { updates: {}, unreadable: [] };
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
