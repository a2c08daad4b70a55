import { Checkbox, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { asObject } from "~/components/form/schemaForm";
import type { Json } from "../../document/document";
import { ConditionField } from "../condition/ConditionField";
import { SchemaEditor } from "../flow/SchemaEditor";
import { firstValue, sourceOf } from "../functions/parameters";
import { DurationInput } from "./DurationInput";
import type { FieldEditorProps } from "./fieldProps";
import { JsonField } from "./JsonField";
import { MapInput } from "./MapInput";
import { NumberField } from "./NumberField";
import { RetryInput } from "./RetryInput";
import { SourceInput } from "./SourceInput";
import { StateKeyInput } from "./StateKeyInput";

/** The editor of one field of a node's `data`. What is emptied is left out. */
export function FieldEditor(props: FieldEditorProps) {
  const { kind, schema, label, description, error, required, value, keys, onChange } = props;
  const { t } = useTranslation();
  const common = { label, description, error, required, size: "xs" } as const;
  const filled = (text: string) => onChange(text === "" && !required ? undefined : text);
  switch (kind) {
    case "boolean":
      return (
        <Checkbox
          {...common}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked ? true : undefined)}
        />
      );
    case "choice":
      return <ChoiceField {...props} />;
    case "condition":
      return <ConditionField {...props} />;
    case "duration":
      return (
        <DurationInput
          {...{ label, description, error }}
          ariaLabel={label}
          value={typeof value === "number" ? value : undefined}
          onChange={onChange}
        />
      );
    case "map":
      return (
        <MapInput
          {...{ label, description, error, keys, onChange }}
          value={asObject(value)}
          isOfNames={asObject(schema.additionalProperties).type === "string"}
        />
      );
    case "number":
      return <NumberField {...{ label, description, error, value, onChange }} />;
    case "retry":
      return (
        <RetryInput
          {...{ label, error, onChange }}
          value={value === undefined ? undefined : asObject(value)}
        />
      );
    case "rule":
    case "textOrRule":
    case "durationOrRule":
      return <RuleField {...props} />;
    case "schema":
      return <SchemaEditor {...{ label, description, error, onChange }} schema={value} />;
    case "stateKey":
      return (
        <StateKeyInput
          {...{ label, description, error, keys }}
          value={typeof value === "string" ? value : ""}
          onChange={filled}
        />
      );
    case "longText":
    case "text": {
      const Input = kind === "text" ? TextInput : Textarea;
      return (
        <Input
          {...common}
          {...(kind === "longText" && { autosize: true, minRows: 2, maxRows: 8 })}
          value={typeof value === "string" ? value : ""}
          onChange={(event: { currentTarget: { value: string } }) => filled(event.currentTarget.value)}
        />
      );
    }
    default:
      return (
        <JsonField
          {...{ label, error, value, onChange }}
          description={[description, t("json.write")].filter(Boolean).join(" ")}
        />
      );
  }
}

/** One of a few words; without one, what holds then. */
function ChoiceField({
  name,
  label,
  description,
  error,
  schema,
  required,
  value,
  onChange,
}: FieldEditorProps) {
  const { t, i18n } = useTranslation();
  const values = Array.isArray(schema.enum) ? schema.enum : [];
  const word = (each: Json) => {
    const key = `nodeChoices.${name}.${String(each)}`;
    return i18n.exists(key) ? t(key) : String(each);
  };
  const none = { value: "", label: t("inspector.notSaid") };
  // What each word means stands in the list itself.
  const isSaid = values.some((each) => i18n.exists(`nodeChoices.${name}.${String(each)}`));
  return (
    <NativeSelect
      {...{ label, error }}
      description={isSaid ? undefined : description}
      size="xs"
      value={value === undefined ? "" : JSON.stringify(value)}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        onChange(chosen === "" ? undefined : (JSON.parse(chosen) as Json));
      }}
      data={[
        ...(required && value !== undefined ? [] : [none]),
        ...values.map((each) => ({ value: JSON.stringify(each), label: word(each) })),
      ]}
    />
  );
}

/** A value, or an expression in its place. */
function RuleField(props: FieldEditorProps) {
  const { kind, name, label, description, error, required, value, keys, onChange } = props;
  const source = sourceOf(value);
  // What is computed anyway may be a list, too: as a rule it is JSON.
  const shown = kind === "rule" && source === "value" ? "rule" : source;
  return (
    <SourceInput
      {...{ label, name: label, description, error, required, value, keys, onChange }}
      source={shown}
      sources={kind === "rule" ? ["none", "state", "rule"] : ["none", "value", "state", "rule"]}
      onSource={(next) =>
        onChange(
          kind === "durationOrRule" && next === "value" && typeof value !== "number"
            ? 60
            : firstValue(next, undefined, value),
        )
      }
    >
      {kind === "durationOrRule" ? (
        <DurationInput
          ariaLabel={label}
          value={typeof value === "number" ? value : undefined}
          onChange={onChange}
        />
      ) : (
        <Textarea
          size="xs"
          autosize
          minRows={1}
          maxRows={6}
          aria-label={label}
          name={name}
          value={typeof value === "string" ? value : ""}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </SourceInput>
  );
}
