import { NativeSelect, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { asObject } from "~/components/form/schemaForm";
import type { Json } from "../../document/document";
import { changeField } from "../../document/nodes";
import { useProblemText } from "../../problems/useProblemText";
import { withField } from "../edits";
import { JsonField } from "../fields/JsonField";
import { NumberField } from "../fields/NumberField";
import type { Surroundings } from "../types";
import { SchemaEditor } from "./SchemaEditor";
import { StateReducers } from "./StateReducers";

const TEXTS = ["name", "name_zh", "description", "description_zh"] as const;
/** What a policy may say, word by word. */
const POLICIES = { on_code_change: ["warn", "refuse"], code: ["live", "pinned"] } as const;

/** What holds for the whole flow: its names, its input, its state, its limits. */
export function FlowForm({ around }: { around: Surroundings }) {
  const { t } = useTranslation();
  const { flow, change, problems } = around;
  const textOf = useProblemText(flow);
  const set = (name: string, value: Json | undefined) =>
    change(changeField(flow, name, value), "settings", `flow/${name}`);
  const errorOf = (name: string) => {
    const found = problems.find((each) => `${each.pointer}/`.startsWith(`/${name}/`));
    return found && textOf(found).title;
  };
  return (
    <Stack gap="md">
      {TEXTS.map((name) => {
        const value = flow[name];
        if (value !== undefined && typeof value !== "string")
          return (
            <JsonField
              key={name}
              label={t(`inspector.flow.${name}`)}
              value={value as Json}
              onChange={(next) => set(name, next)}
            />
          );
        const Input = name.startsWith("name") ? TextInput : Textarea;
        return (
          <Input
            key={name}
            size="xs"
            label={t(`inspector.flow.${name}`)}
            error={errorOf(name)}
            {...(Input === Textarea && { autosize: true, minRows: 2, maxRows: 8 })}
            value={value ?? ""}
            onChange={(event: { currentTarget: { value: string } }) =>
              set(name, event.currentTarget.value || undefined)
            }
          />
        );
      })}
      <SchemaEditor
        label={t("inspector.flow.inputs")}
        description={t("inspector.flow.inputsHint")}
        error={errorOf("inputs")}
        schema={flow.inputs}
        onChange={(schema) => set("inputs", schema)}
      />
      {isObjectOrNone(flow.state) ? (
        <StateReducers
          state={asObject(flow.state)}
          error={errorOf("state")}
          onChange={(state) => set("state", state)}
        />
      ) : (
        <JsonField
          label={t("inspector.state")}
          value={flow.state as Json}
          onChange={(state) => set("state", state)}
        />
      )}
      <Limits {...{ around, set }} />
    </Stack>
  );
}

function isObjectOrNone(value: unknown): boolean {
  return value === undefined || (typeof value === "object" && value !== null && !Array.isArray(value));
}

interface LimitsProps {
  around: Surroundings;
  set: (name: string, value: Json | undefined) => void;
}

function Limits({ around: { flow }, set }: LimitsProps) {
  const { t } = useTranslation();
  const limits = asObject(flow.limits);
  const policy = asObject(flow.policy);
  const put = (name: string, whole: Record<string, Json>, key: string, value: Json | undefined) => {
    const next = withField(whole, key, value);
    set(name, Object.keys(next).length === 0 ? undefined : next);
  };
  return (
    <Stack gap="sm" role="group" aria-label={t("inspector.limits")}>
      <Text size="sm" fw={600}>
        {t("inspector.limits")}
      </Text>
      <NumberField
        label={t("inspector.flow.maxSteps")}
        description={t("inspector.flow.maxStepsHint")}
        placeholder="100000"
        value={limits.maxSteps}
        onChange={(value) => put("limits", limits, "maxSteps", value)}
      />
      {(Object.keys(POLICIES) as Array<keyof typeof POLICIES>).map((name) => (
        <NativeSelect
          key={name}
          size="xs"
          label={t(`inspector.flow.${name}`)}
          value={typeof policy[name] === "string" ? policy[name] : ""}
          onChange={(event) => put("policy", policy, name, event.currentTarget.value || undefined)}
          data={[
            { value: "", label: t("inspector.notSaid") },
            ...POLICIES[name].map((each) => ({
              value: each,
              label: t(`inspector.policies.${name}.${each}`),
            })),
          ]}
        />
      ))}
    </Stack>
  );
}
