// Fields that have a value already: of a run's input, or of its state. The flow's own words and shapes, where the value fits them.
import { isPreview } from "~/components/json/JsonView";
import { type Entry, type Field, initialEntry, isUploaded, kindOfValue, readEntry } from "./schemaForm";

export interface GivenField extends Field {
  value: unknown;
  /** A preview stands for a value that was too long to send: it cannot be edited here. */
  isPreview: boolean;
}

/** A field for each value, in the values' order. */
export function givenFields(values: Record<string, unknown>, declared: readonly Field[] = []): GivenField[] {
  return Object.entries(values).map(([name, value]) => ({
    ...fieldFor(
      name,
      value,
      declared.find((each) => each.name === name),
    ),
    value,
    isPreview: isPreview(value),
  }));
}

/** The flow's inputs that no value was given for: their defaults count, and here they can be set. */
export function inputsBeyond(values: Record<string, unknown>, inputs: readonly Field[]): Field[] {
  return inputs.filter((field) => !(field.name in values));
}

/** Whether what stands in a field is still what it began with. */
export function isUntouched(field: Field, entry: Entry | undefined): boolean {
  return entry === undefined || JSON.stringify(entry) === JSON.stringify(initialEntry(field));
}

function fieldFor(name: string, value: unknown, declared: Field | undefined): Field {
  const initial = value as NonNullable<Field["initial"]>;
  if (declared !== undefined && fits(declared, value)) return { ...declared, initial };
  return {
    name,
    kind: kindOfValue(value),
    title: declared?.title ?? name,
    required: false,
    choices: [],
    initial,
    ...(declared?.description !== undefined && { description: declared.description }),
  };
}

/** Whether a field of this kind can show the value, and would send it back as it is. */
function fits(field: Field, value: unknown): boolean {
  if (field.kind === "datetime") return false; // a browser's field knows no zone, and the value has one
  const entry = initialEntry({ ...field, initial: value as NonNullable<Field["initial"]> });
  if (isUploaded(entry)) return false;
  try {
    const read = readEntry(field, entry);
    return JSON.stringify(read ?? emptyOf(field)) === JSON.stringify(value) && isAmong(field, value);
  } catch {
    return false;
  }
}

function emptyOf(field: Field): unknown {
  return field.kind === "list" || field.kind === "table" ? [] : "";
}

function isAmong(field: Field, value: unknown): boolean {
  const same = JSON.stringify(value);
  return field.kind !== "choice" || field.choices.some((each) => JSON.stringify(each.value) === same);
}
