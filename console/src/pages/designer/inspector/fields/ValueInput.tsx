import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { FieldInput } from "~/components/form/FieldInput";
import {
  type Entry,
  entryOf,
  type Field,
  initialEntry,
  readEntry,
  Unreadable,
} from "~/components/form/schemaForm";
import type { Json } from "../../document/document";
import { keptNumber } from "../../document/text";
import { sameJson } from "../sameJson";
import { JsonField } from "./JsonField";

interface ValueInputProps {
  field: Field;
  value: Json;
  onChange: (value: Json) => void;
}

/** A value in the shape that its field has; one that would not be the same after a look at it is edited as JSON. */
export function ValueInput({ field, value, onChange }: ValueInputProps) {
  const shape = shapeOf(field);
  const [isJson] = useState(() => !isShown(shape, value));
  if (isJson) {
    return (
      <JsonField
        label={field.title}
        description={field.description}
        value={value}
        onChange={(next) => next !== undefined && onChange(next)}
      />
    );
  }
  return <Shaped field={shape} value={value} onChange={onChange} />;
}

function Shaped({ field, value, onChange }: ValueInputProps) {
  const { t } = useTranslation();
  const [entry, setEntry] = useState<Entry>(() => entered(field, value));
  useEffect(() => {
    setEntry((before) => (sameJson(read(field, before), value) ? before : entered(field, value)));
  }, [field, value]);
  const typed = read(field, entry);
  return (
    <FieldInput
      field={field}
      entry={entry}
      error={typed === undefined ? t("json.unreadable") : undefined}
      onChange={(next) => {
        setEntry(next);
        const value = read(field, next);
        if (value !== undefined) onChange(value);
      }}
    />
  );
}

/** Nothing is uploaded while a flow is drawn, and no moment of the reader's clock is meant: paths and times are texts. */
function shapeOf(field: Field): Field {
  const isText = field.kind === "file" || field.kind === "folder" || field.kind === "datetime";
  // What a parameter has when nobody gives it is no part of what somebody gives it.
  const { initial: _, ...rest } = field;
  return { ...rest, required: false, kind: isText ? "text" : field.kind };
}

function entered(field: Field, value: Json): Entry {
  if (field.kind === "list" || field.kind === "table") return initialEntry({ ...field, initial: value });
  if (field.kind === "choice") return JSON.stringify(value);
  return entryOf(field.kind, value);
}

/** Undefined: it cannot be read. Nothing in a text is an empty text. */
function read(field: Field, entry: Entry): Json | undefined {
  try {
    const value = readEntry(field, entry);
    if (value !== undefined) return value;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return undefined;
  }
  if (field.kind === "list" || field.kind === "table") return [];
  return ["text", "password", "date", "time"].includes(field.kind) ? "" : undefined;
}

function isShown(field: Field, value: Json): boolean {
  if (keptNumber(value) !== undefined) return false;
  if (field.kind === "choice") return field.choices.some((each) => sameJson(each.value, value));
  if (field.kind === "json") return false;
  return sameJson(read(field, entered(field, value)), value);
}
