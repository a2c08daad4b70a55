import { Group, NumberInput, Radio, Select, Stack, TextInput } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { FieldProblems } from "~/components/form/useFieldProblems";
import { TimesAhead } from "./TimesAhead";
import { KINDS, type Kind, ownZone, type Times, UNITS, type Unit, zones } from "./times";
import { useTimesAhead } from "./useTimesAhead";

interface TimesInputProps {
  value: Times;
  onChange: (value: Times) => void;
  problems: FieldProblems;
}

/** When runs start: by a cron line, every so often, or once. */
export function TimesInput({ value, onChange, problems }: TimesInputProps) {
  const { t } = useTranslation();
  const known = useMemo(() => zones(ownZone()), []);
  const { next, at } = useTimesAhead(value, problems);
  const set = (changes: Partial<Times>) => onChange({ ...value, ...changes });
  return (
    <Stack gap="sm">
      <Radio.Group
        label={t("schedules.when")}
        value={value.kind}
        onChange={(kind) => set({ kind: kind as Kind })}
      >
        <Group mt={4}>
          {KINDS.map((kind) => (
            <Radio key={kind} value={kind} label={t(`schedules.kinds.${kind}`)} />
          ))}
        </Group>
      </Radio.Group>
      {value.kind === "cron" && (
        <TextInput
          label={t("schedules.cron")}
          description={t("schedules.cronExplain")}
          required
          value={value.cron}
          error={at("cron") ?? null}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
          onChange={(event) => set({ cron: event.currentTarget.value })}
        />
      )}
      {value.kind === "every" && (
        <Group align="flex-start" grow>
          <NumberInput
            label={t("schedules.every")}
            required
            min={1}
            allowDecimal={false}
            value={value.number}
            error={at("every_s") ?? null}
            onChange={(number) => set({ number: Number(number) })}
          />
          <Select
            label={t("schedules.unit")}
            data={(Object.keys(UNITS) as Unit[]).map((unit) => ({
              value: unit,
              label: t(`schedules.units.${unit}`),
            }))}
            value={value.unit}
            allowDeselect={false}
            onChange={(unit) => set({ unit: unit as Unit })}
          />
        </Group>
      )}
      {value.kind === "at" && (
        <TextInput
          type="datetime-local"
          label={t("schedules.at")}
          required
          value={value.at}
          error={at("at") ?? null}
          onChange={(event) => set({ at: event.currentTarget.value })}
        />
      )}
      <Select
        label={t("schedules.timezone")}
        data={known}
        searchable
        limit={100}
        allowDeselect={false}
        value={value.timezone}
        error={at("timezone") ?? null}
        onChange={(timezone) => set({ timezone: timezone ?? ownZone() })}
      />
      <TimesAhead times={next} />
    </Stack>
  );
}
