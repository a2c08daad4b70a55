import { Autocomplete, Code, Group, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { functionsQuery } from "~/api/queries";
import { typeWords } from "~/bpmn/typeWords";
import { serviceOf } from "~/bpmn/viewer";
import { Card } from "~/components/Card";
import { type Field, type FieldName, fieldsOf } from "./fields";
import type { Drawing } from "./useModeler";

const LONG: ReadonlySet<FieldName> = new Set(["script", "form", "inputs", "documentation"]);
const CODE: ReadonlySet<FieldName> = new Set(["script", "form", "inputs", "condition"]);
const ROWS = 10;

/** What the file says of the element that is selected, or of the process. */
export function Properties({ drawing: { modeler } }: { drawing: Drawing }) {
  const { t, i18n } = useTranslation();
  const [chosen, ...more] = serviceOf(modeler, "selection").get();
  const element = chosen ?? serviceOf(modeler, "canvas").getRootElement();
  const id = element.businessObject?.id ?? element.id;
  return (
    <Card title={typeWords(element.businessObject?.$type ?? element.type, i18n.language)} p="sm">
      {more.length > 0 ? (
        <Text c="dimmed">{t("bpmn.several", { count: more.length + 1 })}</Text>
      ) : (
        <Stack gap="xs">
          <Group gap="xs">
            <Text c="dimmed" size="sm">
              ID
            </Text>
            <Code className="ren-break">{id}</Code>
          </Group>
          {fieldsOf(modeler, element).map((field) => (
            // Whatever else changes it, such as undo, is shown.
            <Input key={`${id} ${field.name} ${field.value}`} field={field} />
          ))}
        </Stack>
      )}
    </Card>
  );
}

/** A field, written when it is left, or by Enter where that is no new line: one step to be undone. */
function Input({ field }: { field: Field }) {
  const { t } = useTranslation();
  const { data } = useQuery({ ...functionsQuery(), enabled: field.name === "call" });
  const [text, setText] = useState(field.value);
  const write = (next = text) => {
    const wanted = LONG.has(field.name) ? next : next.trim();
    if (wanted !== field.value) field.write(wanted);
  };
  const common = {
    label: t(`bpmn.fields.${field.name}`),
    description: t(`bpmn.explain.${field.name}`, { defaultValue: "" }) || null,
    size: "sm",
    value: text,
    onBlur: () => write(),
  } as const;
  const code = CODE.has(field.name) ? { classNames: { input: "ren-xml" }, spellCheck: false } : {};
  if (field.name === "call")
    return (
      <Autocomplete
        {...common}
        data={(data?.items ?? []).map((each) => each.name)}
        onChange={setText}
        onOptionSubmit={(chosen) => write(chosen)}
      />
    );
  if (LONG.has(field.name))
    return (
      <Textarea
        {...common}
        {...code}
        autosize
        minRows={field.name === "documentation" ? 2 : 4}
        maxRows={ROWS}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    );
  return (
    <TextInput
      {...common}
      {...code}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => event.key === "Enter" && write()}
    />
  );
}
