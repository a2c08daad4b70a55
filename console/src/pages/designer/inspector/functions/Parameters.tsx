import { Button, Code, Group, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FunctionItem } from "~/api/types";
import type { Field } from "~/components/form/schemaForm";
import type { Json, JsonObject } from "../../document/document";
import { SourceInput } from "../fields/SourceInput";
import { ValueInput } from "../fields/ValueInput";
import {
  firstValue,
  type Given,
  type Parameter,
  parametersOf,
  type Source,
  withParameter,
} from "./parameters";

interface ParametersProps {
  item: FunctionItem | undefined;
  data: JsonObject;
  keys: readonly string[];
  /** What is wrong with the argument of a name. */
  errorOf: (name: string) => string | undefined;
  onChange: (values: { args: Json | undefined; argsFrom: Json | undefined }, name: string) => void;
}

/** What a function is given beside the state: each parameter as a value, from the state, or computed. */
export function Parameters({ item, data, keys, errorOf, onChange }: ParametersProps) {
  const { t, i18n } = useTranslation();
  const given: Given = { args: data.args, argsFrom: data.argsFrom };
  const parameters = parametersOf(item, given, i18n.language);
  const isKnown = item !== undefined && parameters.some(({ field }) => field !== undefined);
  const set = (name: string, source: Source, value: Json | undefined) =>
    onChange(withParameter(given, name, source, value), name);
  return (
    <Stack gap="sm" role="group" aria-label={t("inspector.parameters")}>
      <Text size="sm" fw={600}>
        {t("inspector.parameters")}
      </Text>
      {parameters.length === 0 && (
        <Text size="xs" c="dimmed">
          {t(isKnown || item !== undefined ? "inspector.noParameters" : "inspector.unknownParameters")}
        </Text>
      )}
      {parameters.map((parameter) => (
        <ParameterInput
          key={parameter.name}
          {...{ parameter, keys, set }}
          isForeign={isKnown && parameter.field === undefined}
          error={errorOf(parameter.name)}
        />
      ))}
      <NewParameter taken={parameters.map(({ name }) => name)} onAdd={(name) => set(name, "value", "")} />
    </Stack>
  );
}

interface ParameterInputProps {
  parameter: Parameter;
  keys: readonly string[];
  isForeign: boolean;
  error: string | undefined;
  set: (name: string, source: Source, value: Json | undefined) => void;
}

function ParameterInput({ parameter, keys, isForeign, error, set }: ParameterInputProps) {
  const { t } = useTranslation();
  const { name, field, source, value, isTwice } = parameter;
  const notes = [
    field?.title !== name && field?.title,
    field?.description,
    source === "none" &&
      field?.initial !== undefined &&
      t("inspector.default", { value: JSON.stringify(field.initial) }),
    isForeign && t("inspector.foreignParameter"),
    isTwice && t("inspector.twice"),
  ].filter(Boolean);
  return (
    <SourceInput
      label={<ParameterName name={name} field={field} />}
      name={name}
      required={field?.required ?? false}
      description={notes.join(" · ") || undefined}
      error={error}
      source={source}
      sources={["none", "value", "state", "rule"]}
      value={value}
      keys={keys}
      onSource={(next) => set(name, next, firstValue(next, field, value))}
      onChange={(next) => set(name, source, next)}
    >
      <ValueInput
        key={field?.kind ?? "json"}
        field={{ ...(field ?? ANY), name, title: t("inspector.valueOf", { name }), description: "" }}
        value={value ?? ""}
        onChange={(next) => set(name, "value", next)}
      />
    </SourceInput>
  );
}

const ANY: Field = { name: "", kind: "json", title: "", required: false, choices: [] };

function ParameterName({ name, field }: { name: string; field: Field | undefined }) {
  const kind = field === undefined || field.kind === "json" ? "" : field.kind;
  return (
    <Group gap={4} component="span" display="inline-flex">
      <Code>{name}</Code>
      {kind && (
        <Text span size="xs" c="dimmed">
          {kind}
        </Text>
      )}
    </Group>
  );
}

/** A parameter that the function does not tell of. */
function NewParameter({ taken, onAdd }: { taken: readonly string[]; onAdd: (name: string) => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const add = () => {
    onAdd(name.trim());
    setName("");
  };
  const isFit = name.trim() !== "" && !taken.includes(name.trim());
  return (
    <Group gap={6} wrap="nowrap" align="flex-end">
      <TextInput
        size="xs"
        flex={1}
        label={t("inspector.furtherParameter")}
        value={name}
        spellCheck={false}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && isFit) add();
        }}
      />
      <Button size="xs" variant="default" disabled={!isFit} onClick={add}>
        {t("inspector.add")}
      </Button>
    </Group>
  );
}
