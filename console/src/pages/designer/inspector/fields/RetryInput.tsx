import { Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/format/useFormat";
import type { JsonObject } from "../../document/document";
import { withField } from "../edits";
import { waitsBetween } from "./durations";
import { NumberField } from "./NumberField";

interface RetryInputProps {
  label: string;
  value: JsonObject | undefined;
  error: string | undefined;
  onChange: (value: JsonObject | undefined) => void;
}

/** How often it is tried, with the waits between said in words. */
export function RetryInput({ label, value, error, onChange }: RetryInputProps) {
  const { t } = useTranslation();
  const part = (name: "maxAttempts" | "delay" | "backoff") => (
    <NumberField
      label={t(`inspector.retry.${name}`)}
      value={value?.[name]}
      width={88}
      placeholder={String(DEFAULTS[name])}
      onChange={(next) => onChange(withField(value ?? {}, name, next))}
    />
  );
  return (
    <Stack gap={4}>
      <NativeSelect
        label={label}
        size="xs"
        error={error}
        value={value === undefined ? "none" : "some"}
        onChange={(event) => onChange(event.currentTarget.value === "none" ? undefined : { maxAttempts: 3 })}
        data={[
          { value: "none", label: t("inspector.retry.none") },
          { value: "some", label: t("inspector.retry.some") },
        ]}
      />
      {value !== undefined && (
        <>
          <Group gap={8} align="flex-end">
            {part("maxAttempts")}
            {part("delay")}
            {part("backoff")}
          </Group>
          <RetryWords value={value} />
        </>
      )}
    </Stack>
  );
}

const DEFAULTS = { maxAttempts: 1, delay: 1, backoff: 2 } as const;
const MOST_SHOWN = 4;

function RetryWords({ value }: { value: JsonObject }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { maxAttempts, delay, backoff } = { ...DEFAULTS, ...(value as Partial<Record<string, number>>) };
  const attempts = Number(maxAttempts);
  if (!(attempts > 1)) {
    return (
      <Text size="xs" c="dimmed">
        {t("inspector.retry.once")}
      </Text>
    );
  }
  const waits = waitsBetween(attempts, Number(delay), Number(backoff), MOST_SHOWN).map((seconds) =>
    t("inspector.retry.seconds", { seconds: format.number(seconds) }),
  );
  const more = attempts - 1 > MOST_SHOWN ? "…" : "";
  return (
    <Text size="xs" c="dimmed">
      {t("inspector.retry.words", { attempts: format.number(attempts), waits: waits.join(", ") + more })}
    </Text>
  );
}
