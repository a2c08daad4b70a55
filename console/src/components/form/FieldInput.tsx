import { Group, PasswordInput, Radio, Select, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/format/useFormat";
import { BooleanInput, type Common } from "./BooleanInput";
import type { Entry, Field, Row } from "./schemaForm";
import { TableInput } from "./TableInput";
import { UploadInput } from "./UploadInput";

/** So many choices are seen at once. */
const MAX_RADIOS = 5;
/** Of a field that is meant for a longer text. */
const TEXT_ROWS = 4;
/** Of a limit. */
const DIGITS = 9;

interface FieldInputProps {
  field: Field;
  entry: Entry;
  error?: string | undefined;
  onChange: (entry: Entry) => void;
}

/** One field of a form, in the shape that its kind needs. */
export function FieldInput({ field, entry, error, onChange }: FieldInputProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const common = {
    label: field.title,
    description: describe(field, (limit) => format.number(limit, DIGITS)),
    required: field.required,
    error: error ?? null,
  };
  const text = typeof entry === "string" ? entry : "";
  switch (field.kind) {
    case "boolean":
      return <BooleanInput {...{ field, common, entry, onChange }} />;
    case "choice":
      return <ChoiceInput field={field} common={common} value={text} onChange={onChange} />;
    case "list":
      return (
        <TagsInput
          {...common}
          value={Array.isArray(entry) ? (entry as string[]) : []}
          onChange={onChange}
          placeholder={t("form.addItem")}
          splitChars={["\n", "\t"]}
          allowDuplicates
          clearable
        />
      );
    case "table":
      return (
        <TableInput
          field={field}
          rows={Array.isArray(entry) ? (entry as Row[]) : []}
          {...{ error, onChange }}
        />
      );
    case "file":
    case "folder":
      return <UploadInput field={field} description={common.description} {...{ entry, error, onChange }} />;
    case "password":
      return (
        <PasswordInput
          {...common}
          value={text}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ "aria-label": t("form.showPassword") }}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "date":
    case "datetime":
    case "time":
      return (
        <TextInput
          {...common}
          type={field.kind === "datetime" ? "datetime-local" : field.kind}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
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
          minRows={field.widget === "textarea" ? TEXT_ROWS : 1}
          maxRows={12}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

interface ChoiceInputProps {
  field: Field;
  common: Common;
  value: string;
  onChange: (entry: Entry) => void;
}

/** A few choices as radio buttons, more in a list. */
function ChoiceInput({ field, common, value, onChange }: ChoiceInputProps) {
  const choices = field.choices.map((choice) => ({
    value: JSON.stringify(choice.value),
    label: choice.label,
  }));
  const isList = field.widget === undefined ? choices.length > MAX_RADIOS : field.widget === "select";
  if (isList) {
    return (
      <Select
        {...common}
        data={choices}
        value={value || null}
        onChange={(chosen) => onChange(chosen ?? "")}
        clearable={!field.required}
      />
    );
  }
  return (
    <Radio.Group {...common} value={value} onChange={onChange}>
      <Group gap="md" mt={4}>
        {choices.map((choice) => (
          <Radio key={choice.value} {...choice} />
        ))}
      </Group>
    </Radio.Group>
  );
}

/** The sign and its figure stay on one line. */
function describe(field: Field, shown: (limit: number) => string): string | undefined {
  const limits = [
    field.minimum !== undefined && `≥\u00a0${shown(field.minimum)}`,
    field.maximum !== undefined && `≤\u00a0${shown(field.maximum)}`,
  ].filter(Boolean);
  return [field.description, limits.join(", ")].filter(Boolean).join(" · ") || undefined;
}
