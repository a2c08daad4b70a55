import { ActionIcon, Checkbox, Group, NativeSelect, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldsOf } from "~/components/form/schemaForm";
import { Icon } from "~/components/icons";
import type { Json, JsonObject } from "../../document/document";
import { withField } from "../edits";
import { JsonField } from "../fields/JsonField";
import { NameInput } from "../fields/MapInput";
import { ValueInput } from "../fields/ValueInput";
import { choiceTexts, choiceValues, type Row, SHAPES, type Shape, withShape } from "./schemaTable";

interface PropertyRowProps {
  row: Row;
  number: number;
  /** Undefined takes it out. */
  onChange: (property: JsonObject | undefined) => void;
  onRequired: (isRequired: boolean) => void;
  /** Tells whether the name was free. */
  onRename: (to: string) => boolean;
}

/** One property: its key and type at a glance; titles, choices, default and everything else on request. */
export function PropertyRow({ row, number, onChange, onRequired, onRename }: PropertyRowProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { name, shape, schema, others } = row;
  return (
    <Stack gap={6} className="ren-map-row" role="group" aria-label={t("inspector.fieldNumber", { number })}>
      <Group gap={6} wrap="nowrap" align="flex-start">
        <NameInput label={t("inspector.keyOf", { number })} name={name} onRename={onRename} />
        <NativeSelect
          size="xs"
          w={136}
          flex="none"
          aria-label={t("inspector.typeOf", { name })}
          value={shape}
          onChange={(event) => onChange(withShape(schema, event.currentTarget.value as Shape))}
          data={[
            ...([...Object.keys(SHAPES), "choice"] as Shape[]),
            ...(shape === "other" ? (["other"] as const) : []),
          ].map((each) => ({ value: each, label: t(`inspector.shape.${each}`) }))}
        />
        <ActionIcon
          variant="default"
          size={30}
          flex="none"
          aria-label={t("inspector.removeName", { name })}
          onClick={() => onChange(undefined)}
        >
          <Icon name="close" size={12} />
        </ActionIcon>
      </Group>
      <Group gap="sm" justify="space-between">
        <Checkbox
          size="xs"
          label={t("inspector.required")}
          checked={row.isRequired}
          onChange={(event) => onRequired(event.currentTarget.checked)}
        />
        <button type="button" className="ren-more" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? "inspector.less" : "inspector.more")}
        </button>
      </Group>
      {isOpen && <Details {...{ row, onChange }} />}
      {!isOpen && others.length > 0 && (
        <Text size="xs" c="dimmed" className="ren-break">
          {others.join(", ")}
        </Text>
      )}
    </Stack>
  );
}

function Details({ row, onChange }: Pick<PropertyRowProps, "row" | "onChange">) {
  const { t } = useTranslation();
  const { name, shape, schema } = row;
  const set = (keyword: string, value: Json | undefined) => onChange(withField(schema, keyword, value));
  const text = (keyword: "title" | "title_zh") => (
    <TextInput
      size="xs"
      flex={1}
      label={t(`inspector.property.${keyword}`)}
      value={typeof schema[keyword] === "string" ? schema[keyword] : ""}
      onChange={(event) => set(keyword, event.currentTarget.value || undefined)}
    />
  );
  return (
    <Stack gap={6}>
      <Group gap={6} wrap="nowrap">
        {text("title")}
        {text("title_zh")}
      </Group>
      {shape === "choice" && (
        <TagsInput
          size="xs"
          label={t("inspector.choices")}
          value={choiceTexts(Array.isArray(schema.enum) ? schema.enum : [])}
          onChange={(texts) => texts.length > 0 && set("enum", choiceValues(texts))}
          splitChars={["\n", "\t"]}
          allowDuplicates
        />
      )}
      <Default {...{ name, schema }} onChange={(value) => set("default", value)} />
      <JsonField
        label={t("inspector.whole")}
        value={schema}
        onChange={(next) => {
          if (next !== null && typeof next === "object" && !Array.isArray(next)) onChange(next);
        }}
      />
    </Stack>
  );
}

interface DefaultProps {
  name: string;
  schema: JsonObject;
  onChange: (value: Json | undefined) => void;
}

/** What the form begins with; a box to tick says whether it begins with anything. */
function Default({ name, schema, onChange }: DefaultProps) {
  const { t, i18n } = useTranslation();
  const [field] = fieldsOf({ properties: { [name]: schema } }, i18n.language);
  if (field === undefined) return null;
  const value = schema.default;
  const first: Json =
    field.kind === "number" || field.kind === "integer"
      ? 0
      : field.kind === "boolean"
        ? false
        : field.kind === "list"
          ? []
          : (field.choices[0]?.value ?? "");
  return (
    <Stack gap={4}>
      <Checkbox
        size="xs"
        label={t("inspector.hasDefault")}
        checked={value !== undefined}
        onChange={(event) => onChange(event.currentTarget.checked ? first : undefined)}
      />
      {value !== undefined && (
        <ValueInput
          key={field.kind}
          field={{ ...field, title: t("inspector.defaultValue"), description: "" }}
          value={value}
          onChange={onChange}
        />
      )}
    </Stack>
  );
}
