import { useTranslation } from "react-i18next";
import { FieldInput } from "./FieldInput";
import type { Field } from "./schemaForm";
import type { FormEntries } from "./useEntries";
import type { FieldProblems } from "./useFieldProblems";

interface FormFieldProps {
  field: Field;
  form: FormEntries;
  /** The names of fields whose text is not what their kind needs. */
  unreadable: readonly string[];
  /** The names of fields that must be filled in, and are not. */
  missing?: readonly string[];
  problems: FieldProblems;
}

/** A field of a form, with what stands in it and what is wrong with that. */
export function FormField({ field, form, unreadable, missing = [], problems }: FormFieldProps) {
  const { t } = useTranslation();
  return (
    <FieldInput
      field={field}
      entry={form.entries[field.name] ?? (field.kind === "list" || field.kind === "table" ? [] : "")}
      error={
        unreadable.includes(field.name)
          ? t("json.unreadable")
          : missing.includes(field.name)
            ? t("form.missing")
            : problems.of(field.name)
      }
      onChange={(entry) => form.setEntry(field.name, entry)}
    />
  );
}
