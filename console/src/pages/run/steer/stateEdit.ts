// What was changed of a run's state, key by key: only that is sent, so that nothing else can be overwritten.
import type { JsonObject } from "~/api/types";
import { type GivenField, isUntouched } from "~/components/form/given";
import {
  type Entries,
  type Entry,
  type Field,
  isTextual,
  isUploaded,
  readEntries,
  readEntry,
} from "~/components/form/schemaForm";
import { type Uploads, uploadsOf } from "~/components/form/uploaded";

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

export interface Edit {
  updates: JsonObject;
  /** Keys whose values were uploaded. */
  uploads: Uploads;
  unreadable: string[];
}

export function editOf(
  fields: readonly GivenField[],
  entries: Entries,
  added: Record<string, string>,
  inputs: readonly Field[] = [],
): Edit {
  const edit: Edit = { updates: {}, uploads: uploadsOf(entries), unreadable: [] };
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
    if (field.isPreview || entry === undefined || isUploaded(entry) || isUntouched(field, entry)) continue;
    read(field, entry, edit);
  }
  for (const [name, text] of Object.entries(added)) read({ name, kind: "json" }, text, edit);
  return edit;
}

function read(field: Pick<Field, "name" | "kind">, entry: Entry, edit: Edit): void {
  if (entry === "" && isTextual(field.kind)) {
    edit.updates[field.name] = "";
    return;
  }
  try {
    const value = Array.isArray(entry) && entry.length === 0 ? [] : readEntry(field, entry);
    if (value === undefined) edit.unreadable.push(field.name);
    else edit.updates[field.name] = value;
  } catch {
    edit.unreadable.push(field.name);
  }
}
