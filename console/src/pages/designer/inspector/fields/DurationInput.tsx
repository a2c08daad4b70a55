import { Group, NativeSelect, TextInput } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { amountOf, secondsOf, UNITS, type Unit, unitOf } from "./durations";

interface DurationInputProps {
  label?: ReactNode;
  ariaLabel: string;
  description?: ReactNode;
  error?: ReactNode;
  /** In seconds. */
  value: number | undefined;
  onChange: (seconds: number | undefined) => void;
}

/** How long, in the unit that reads best. */
export function DurationInput({ label, ariaLabel, description, error, value, onChange }: DurationInputProps) {
  const { t } = useTranslation();
  const [unit, setUnit] = useState<Unit>(() => unitOf(value ?? 0));
  const [text, setText] = useState(() => shown(value, unit));
  useEffect(() => {
    setText((before) => (secondsOf(before, unit) === value ? before : shown(value, unit)));
  }, [value, unit]);
  const isUnreadable = text.trim() !== "" && secondsOf(text, unit) === undefined;
  return (
    <Group gap={6} align="flex-end" wrap="nowrap">
      <TextInput
        label={label}
        aria-label={ariaLabel}
        description={description}
        error={isUnreadable ? t("inspector.noNumber") : error}
        size="xs"
        flex={1}
        inputMode="decimal"
        value={text}
        onChange={(event) => {
          const typed = event.currentTarget.value;
          setText(typed);
          const seconds = secondsOf(typed, unit);
          if (seconds !== undefined || typed.trim() === "") onChange(seconds);
        }}
      />
      <NativeSelect
        aria-label={t("inspector.unitOf", { name: ariaLabel })}
        size="xs"
        w={92}
        value={unit}
        onChange={(event) => {
          const next = event.currentTarget.value as Unit;
          setUnit(next);
          const seconds = secondsOf(text, next);
          if (seconds !== undefined) onChange(seconds);
        }}
        data={(Object.keys(UNITS) as Unit[]).map((each) => ({
          value: each,
          label: t(`inspector.unit.${each}`),
        }))}
      />
    </Group>
  );
}

function shown(seconds: number | undefined, unit: Unit): string {
  return seconds === undefined ? "" : String(amountOf(seconds, unit));
}
