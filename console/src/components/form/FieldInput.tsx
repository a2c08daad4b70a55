import { Checkbox, Select, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Entry, Field } from "./schemaForm";

interface FieldInputProps {
  field: Field;
  entry: Entry;
  error?: string | undefined;
  onChange: (entry: Entry) => void;
}

/** One field of a form, in the shape that its kind needs. */
export function FieldInput({ field, entry, error, onChange }: FieldInputProps) {
  const { t } = useTranslation();
  const common = {
    label: field.title,
    description: describe(field),
    required: field.required,
    error: error ?? null,
  };
  const text = String(entry);
  switch (field.kind) {
    case "boolean":
      return (
        <Checkbox
          {...common}
          checked={entry === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case "choice":
      return (
        <Select
          {...common}
          data={field.choices.map((choice) => ({
            value: JSON.stringify(choice),
            label: typeof choice === "string" ? choice : JSON.stringify(choice),
          }))}
          value={text || null}
          onChange={(value) => onChange(value ?? "")}
          clearable={!field.required}
        />
      );
    case "json":
      return (
        <Textarea
          {...common}
          description={common.description ?? t("json.write")}
          autosize
          minRows={2}
          maxRows={14}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
          spellCheck={false}
        />
      );
    case "number":
    case "integer":
      return (
        <TextInput
          {...common}
          inputMode="decimal"
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "text":
      return (
        <Textarea
          {...common}
          autosize
          minRows={1}
          maxRows={8}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

function describe(field: Field): string | undefined {
  const limits = [
    field.minimum !== undefined && `≥ ${field.minimum}`,
    field.maximum !== undefined && `≤ ${field.maximum}`,
  ].filter(Boolean);
  return [field.description, limits.join(", ")].filter(Boolean).join(" · ") || undefined;
}
