import { useState } from "react";
import type { JsonObject } from "~/api/types";
import { readJson } from "~/components/json/readJson";
import { type Field, readEntries } from "./schemaForm";
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
  /** What was typed; undefined where it cannot be read, which is said beside the fields then. */
  read: () => JsonObject | undefined;
}

/** What stands in the fields of a schema, or in the JSON text in their place. */
export function useInputs(fields: readonly Field[]): Inputs {
  const form = useEntries(fields);
  const [asJson, setAsJson] = useState(fields.length === 0);
  const [text, setText] = useState("{}");
  const [unreadable, setUnreadable] = useState<readonly string[]>([]);
  const read = () => {
    const found = asJson ? readJson(text) : readEntries(fields, form.entries);
    setUnreadable(found.unreadable);
    return found.unreadable.length > 0 ? undefined : found.value;
  };
  const toggle = () => {
    if (!asJson) setText(JSON.stringify(readEntries(fields, form.entries).value, null, 2));
    setAsJson(!asJson);
  };
  return { form, asJson, text, setText, toggle, unreadable, read };
}
