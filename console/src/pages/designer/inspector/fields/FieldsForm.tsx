import { NativeSelect, Stack, Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { asObject } from "~/components/form/schemaForm";
import type { FlowNode, Json, JsonObject } from "../../document/document";
import { useProblemText } from "../../problems/useProblemText";
import { setData } from "../edits";
import { FunctionPicker } from "../functions/FunctionPicker";
import { Parameters } from "../functions/Parameters";
import { stateKeys } from "../stateKeys";
import type { Surroundings } from "../types";
import { FieldEditor } from "./FieldEditor";
import { BESIDE, editorOf, isPolicy, isUsable, oneOfFields } from "./fieldKind";
import { fieldWords } from "./fieldWords";

interface FieldsFormProps {
  node: FlowNode;
  schema: JsonObject;
  around: Surroundings;
}

/** The fields of a node's `data`, as its type's JSON Schema has them; what bounds its work stands below. */
export function FieldsForm({ node, schema, around }: FieldsFormProps) {
  const { t } = useTranslation();
  const data = asObject(node.data);
  const properties = Object.entries(asObject(schema.properties)).filter(([name]) => !BESIDE.has(name));
  const choices = oneOfFields(schema);
  const shown = properties.filter(
    ([name]) => name in data || (!choices.includes(name) && isUsable(name, schema, data)),
  );
  const unknown = Object.keys(data).filter((name) => !(name in asObject(schema.properties)));
  const policies = shown.filter(([name]) => isPolicy(name));
  const draw = ([name, each]: [string, Json]) => (
    <NodeField key={`${node.id} ${name}`} {...{ name, node, schema, around }} field={asObject(each)} />
  );
  return (
    <Stack gap="md">
      {choices.length > 0 && <OneOf {...{ node, choices, schema, around }} />}
      {shown.filter(([name]) => !isPolicy(name)).map(draw)}
      {unknown.length > 0 && (
        <Text size="xs" className="ren-why ren-break">
          {t("inspector.unknownFields", { names: unknown.join(", ") })}
        </Text>
      )}
      {policies.length > 0 && (
        <Stack gap="sm" role="group" aria-label={t("inspector.policy")}>
          <Text size="sm" fw={600}>
            {t("inspector.policy")}
          </Text>
          {policies.map(draw)}
        </Stack>
      )}
    </Stack>
  );
}

interface NodeFieldProps extends FieldsFormProps {
  name: string;
  field: JsonObject;
}

function NodeField({ name, field, node, schema, around }: NodeFieldProps) {
  const { i18n } = useTranslation();
  const { flow, change, functions } = around;
  const data = asObject(node.data);
  const value = data[name];
  const words = fieldWords(name, field, i18n.language);
  const errorOf = useDataErrors(node, around);
  const keys = useMemo(() => stateKeys(flow), [flow]);
  const isRequired = Array.isArray(schema.required) && schema.required.includes(name);
  const kind = editorOf(name, field, value);
  const set = (values: Record<string, Json | undefined>, of = name) =>
    change(setData(flow, node.id, values), "field", `${node.id}/${of}`);
  if (kind === "function") {
    return (
      <FunctionPicker
        label={words.title}
        value={typeof value === "string" ? value : ""}
        functions={functions}
        error={errorOf(name)}
        onChange={(chosen) => set({ [name]: chosen })}
      />
    );
  }
  if (kind === "parameters") {
    return (
      <Parameters
        item={functions.find((each) => each.name === data.codeRef)}
        data={data}
        keys={keys}
        errorOf={(argument) => errorOf(name, argument) ?? errorOf("argsFrom", argument)}
        onChange={(values, argument) => set(values, `${name}/${argument}`)}
      />
    );
  }
  return (
    <FieldEditor
      {...{ kind, name, schema: field, value, keys, around }}
      key={kind}
      label={words.title}
      description={words.hint}
      error={errorOf(name)}
      required={isRequired}
      nodeId={node.id}
      onChange={(next) => set({ [name]: next })}
    />
  );
}

/** What is wrong with a field of a node's `data`, or with what is in it. */
function useDataErrors(node: FlowNode, { flow, problems }: Surroundings) {
  const textOf = useProblemText(flow);
  const at = flow.nodes.indexOf(node);
  return (name: string, inside?: string): string | undefined => {
    const steps = ["nodes", at, "data", name, ...(inside === undefined ? [] : [inside])];
    const pointer = steps
      .map((each) => `/${String(each).replaceAll("~", "~0").replaceAll("/", "~1")}`)
      .join("");
    const found = problems.find((each) => each.pointer === pointer || each.pointer.startsWith(`${pointer}/`));
    return found && textOf(found).title;
  };
}

interface OneOfProps extends FieldsFormProps {
  choices: readonly string[];
}

/** Fields of which a node has exactly one: choosing one takes the place of the other. */
function OneOf({ node, choices, schema, around }: OneOfProps) {
  const { t, i18n } = useTranslation();
  const data = asObject(node.data);
  const present = choices.filter((each) => each in data);
  const begin = (name: string) => {
    const cleared = Object.fromEntries(choices.map((each) => [each, undefined as Json | undefined]));
    const next = { ...cleared, [name]: firstOf(asObject(asObject(schema.properties)[name])) };
    // What went with the other one only would be a mistake beside this one.
    const without = Object.keys(asObject(schema.dependentSchemas)).filter(
      (each) => each in data && !isUsable(each, schema, { [name]: null }),
    );
    const gone = Object.fromEntries(without.map((each) => [each, undefined as Json | undefined]));
    around.change(setData(around.flow, node.id, { ...next, ...gone }), "field");
  };
  return (
    <NativeSelect
      size="xs"
      label={t("inspector.oneOf")}
      error={present.length > 1 ? t("inspector.several", { names: present.join(", ") }) : null}
      value={present[0] ?? ""}
      onChange={(event) => event.currentTarget.value !== "" && begin(event.currentTarget.value)}
      data={[
        ...(present.length === 0 ? [{ value: "", label: t("inspector.choose") }] : []),
        ...choices.map((each) => ({
          value: each,
          label: fieldWords(each, asObject(asObject(schema.properties)[each]), i18n.language).title,
        })),
      ]}
    />
  );
}

function firstOf(schema: JsonObject): Json {
  const kinds = JSON.stringify([schema.type, schema.anyOf]);
  return kinds.includes('"number"') ? 60 : "";
}
