import { useState } from "react";
import type { JsonObject } from "~/api/types";
import { readJson } from "~/components/json/readJson";
import { type Entries, type Field, isUploaded, readEntries } from "./schemaForm";
import { type FormEntries, useEntries } from "./useEntries";

export interface Inputs {
  form: FormEntries;
  /** Typed as one JSON text in place of the fields: at will, and where there is no field. */
  asJson: boolean;
  text: string;
  setText: (text: string) => void;
  toggle: () => void;
  /** The names of fields, or of the whole, whose text is not what it has to be. */
  unreadable: readonly string[];
  /** The names of fields that must be filled in, and are not. */
  missing: readonly string[];
  /** What was typed; undefined where it cannot be read or lacks something, which is said beside the fields then. */
  read: () => JsonObject | undefined;
}

/** What stands in the fields of a schema, or in the JSON text in their place. */
export function useInputs(fields: readonly Field[]): Inputs {
  const form = useEntries(fields);
  const [asJson, setAsJson] = useState(fields.length === 0);
  const [text, setText] = useState("{}");
  const [unreadable, setUnreadable] = useState<readonly string[]>([]);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const read = () => {
    const found = asJson ? readJson(text) : readEntries(fields, form.entries);
    const lacking = asJson ? [] : missingIn(fields, form.entries, found);
    setUnreadable(found.unreadable);
    setMissing(lacking);
    return found.unreadable.length + lacking.length > 0 ? undefined : found.value;
  };
  const toggle = () => {
    if (!asJson) setText(JSON.stringify(readEntries(fields, form.entries).value, null, 2));
    setAsJson(!asJson);
  };
  return { form, asJson, text, setText, toggle, unreadable, missing, read };
}

/** The server says of what is missing only that it is, not where: that is said here. */
function missingIn(
  fields: readonly Field[],
  entries: Entries,
  read: { value: JsonObject; unreadable: readonly string[] },
): string[] {
  return fields
    .filter(({ name, required }) => required && !(name in read.value) && !read.unreadable.includes(name))
    .map(({ name }) => name)
    .filter((name) => !isUploaded(entries[name] ?? ""));
}
