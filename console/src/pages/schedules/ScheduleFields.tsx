import { Button, Group, Select, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { CatchUp, Overlap } from "~/api/types";
import { SendForm } from "~/components/form/SendForm";
import { type FieldProblems, useFieldProblems } from "~/components/form/useFieldProblems";
import { ProblemAlert } from "~/components/ProblemAlert";
import { TimesInput } from "./TimesInput";
import type { Draft } from "./times";

const OVERLAPS: Overlap[] = ["skip", "queue", "allow"];
const CATCH_UPS: CatchUp[] = ["last", "none", "all"];
const OWN = ["title", "cron", "every_s", "at", "timezone"] as const;

interface ScheduleFieldsProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
  command: { error: unknown; isPending: boolean };
  /** The names of inputs whose text is not what their kind needs. */
  unreadable: readonly string[];
  /** What the button says that sends it. */
  send: string;
  onSend: () => Promise<unknown>;
  onClose: () => void;
  /** The fields of the input. */
  children: (problems: FieldProblems) => ReactNode;
}

/** The form of a schedule, new or not. */
export function ScheduleFields({
  draft,
  onChange,
  command,
  unreadable,
  send,
  onSend,
  onClose,
  children,
}: ScheduleFieldsProps) {
  const { t } = useTranslation();
  const problems = useFieldProblems(command.error, OWN);
  const set = (changes: Partial<Draft>) => onChange({ ...draft, ...changes });
  return (
    <SendForm error={command.error} marked={unreadable} onSend={onSend}>
      <TextInput
        label={t("schedules.title")}
        description={t("schedules.titleExplain")}
        maxLength={200}
        value={draft.title}
        error={problems.at("title") ?? null}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
      <TimesInput value={draft.times} onChange={(times) => set({ times })} problems={problems} />
      {children(problems)}
      <Select
        label={t("schedules.overlap")}
        data={OVERLAPS.map((each) => ({ value: each, label: t(`schedules.overlaps.${each}`) }))}
        value={draft.overlap}
        allowDeselect={false}
        onChange={(each) => set({ overlap: each as Overlap })}
      />
      <Select
        label={t("schedules.catchUp")}
        description={t("schedules.catchUpExplain")}
        data={CATCH_UPS.map((each) => ({ value: each, label: t(`schedules.catchUps.${each}`) }))}
        value={draft.catchUp}
        allowDeselect={false}
        onChange={(each) => set({ catchUp: each as CatchUp })}
      />
      <ProblemAlert error={command.error} isMarked={problems.isMarked} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("common.notNow")}
        </Button>
        <Button type="submit" loading={command.isPending}>
          {send}
        </Button>
      </Group>
    </SendForm>
  );
}
