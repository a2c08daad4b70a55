import { Button, Group, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useChangeSettings } from "~/api/commands";
import { settingsQuery } from "~/api/queries";
import type { ChangeableSettings } from "~/api/types";
import { Card } from "~/components/Card";
import { ConfirmButton } from "~/components/ConfirmButton";
import { ProblemAlert } from "~/components/ProblemAlert";
import { useFormat } from "~/format/useFormat";

const GIB = 1024 ** 3;
const MAX_DAYS = 36_500;
const MAX_GIB = 2 ** 53 / GIB;

interface Draft {
  days: string;
  gib: string;
}

/** How long runs are kept, and how large the data folder may become: the settings that are changed here. */
export function Retention() {
  const { t } = useTranslation();
  const { data, error } = useQuery(settingsQuery());
  return (
    <Card title={t("system.retention")}>
      <ProblemAlert error={error} />
      {data && (
        <RetentionForm key={`${data.retention_days.value} ${data.home_max_bytes.value}`} settings={data} />
      )}
    </Card>
  );
}

function RetentionForm({ settings }: { settings: ChangeableSettings }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = draftOf(settings);
  const [draft, setDraft] = useState(now);
  const days = numberIn(draft.days, MAX_DAYS);
  const gib = numberIn(draft.gib, MAX_GIB);
  const changed = { days: draft.days !== now.days, gib: draft.gib !== now.gib };
  const isReady = (changed.days || changed.gib) && days !== null && gib !== null;
  const due = useQuery({ ...settingsQuery(days ?? 0), enabled: isReady && changed.days && days !== 0 }).data
    ?.due;
  const change = useChangeSettings();
  const command = {
    ...change,
    mutateAsync: () =>
      change.mutateAsync({
        ...(changed.days && days !== null && { retention_days: days }),
        ...(changed.gib && gib !== null && { home_max_bytes: Math.round(gib * GIB) }),
      }),
  };
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NumberField
          label={t("system.keepDays")}
          name="retention_days"
          source={settings.retention_days.source}
          value={draft.days}
          isWrong={days === null}
          most={MAX_DAYS}
          onChange={(text) => setDraft({ ...draft, days: text })}
        />
        <NumberField
          label={t("system.keepGib")}
          name="home_max_bytes"
          source={settings.home_max_bytes.source}
          value={draft.gib}
          isWrong={gib === null}
          most={MAX_GIB}
          onChange={(text) => setDraft({ ...draft, gib: text })}
        />
      </SimpleGrid>
      {settings.due > 0 && <Text size="sm">{t("system.due", { count: settings.due })}</Text>}
      <Group justify="flex-end">
        {isReady && (
          <Button variant="subtle" onClick={() => setDraft(now)}>
            {t("system.asBefore")}
          </Button>
        )}
        <ConfirmButton
          label={t("system.change")}
          title={t("system.retention")}
          confirm={t("system.change")}
          destructive={Boolean(due)}
          disabled={!isReady}
          command={command}
        >
          <Stack gap={4}>
            {changed.days && days !== null && (
              <Text size="sm">
                {days === 0 ? t("system.keepForEver") : t("system.keepFor", { days: format.number(days) })}
              </Text>
            )}
            {Boolean(due) && (
              <Text size="sm" fw={600}>
                {t("system.deletesNow", { count: due })}
              </Text>
            )}
            {changed.gib && gib !== null && (
              <Text size="sm">
                {gib === 0 ? t("system.anySize") : t("system.waitsAbove", { size: format.bytes(gib * GIB) })}
              </Text>
            )}
          </Stack>
        </ConfirmButton>
      </Group>
    </Stack>
  );
}

interface NumberFieldProps {
  label: string;
  name: "retention_days" | "home_max_bytes";
  source: ChangeableSettings["retention_days"]["source"];
  value: string;
  isWrong: boolean;
  most: number;
  onChange: (text: string) => void;
}

function NumberField({ label, name, source, value, isWrong, most, onChange }: NumberFieldProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const isFixed = source === "environment";
  return (
    <TextInput
      label={label}
      description={
        isFixed
          ? t("system.fixed", { name: `REN_${name.toUpperCase()}` })
          : t("system.zeroMeansNone", { name })
      }
      inputMode="decimal"
      value={value}
      disabled={isFixed}
      error={isWrong && t("system.numberTo", { most: format.number(Math.floor(most)) })}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function draftOf({ retention_days, home_max_bytes }: ChangeableSettings): Draft {
  return { days: String(retention_days.value), gib: String(Number((home_max_bytes.value / GIB).toFixed(3))) };
}

/** The number that a text is, from 0 on; null: it is none. */
function numberIn(text: string, most: number): number | null {
  const trimmed = text.trim();
  const value = Number(trimmed);
  return trimmed !== "" && /^[0-9]+([.][0-9]+)?$/.test(trimmed) && value <= most ? value : null;
}
