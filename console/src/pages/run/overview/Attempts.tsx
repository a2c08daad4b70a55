import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Attempt, Run } from "~/api/types";
import { DataTable } from "~/components/DataTable";
import { Moment } from "~/components/Moment";
import { Section } from "~/components/Section";
import { secondsSince } from "~/format/moments";
import { useFormat } from "~/format/useFormat";
import { endingIn, useToldWords } from "~/i18n/told";
import { useTick } from "~/live/useTick";

const MOST = 50;

/** Each worker process that ever held the run, newest first, and how it ended. */
export function Attempts({ run }: { run: Run }) {
  const { t } = useTranslation();
  if (run.attempts.length === 0) return null;
  return (
    <Section title={t("overview.processes")}>
      <DataTable
        rows={run.attempts.toReversed().slice(0, MOST)}
        rowKey={(attempt) => attempt.epoch}
        columns={[
          { name: "#", cell: (attempt) => attempt.epoch },
          { name: t("system.pid"), cell: (attempt) => attempt.pid },
          { name: t("runs.started"), cell: (attempt) => <Moment at={attempt.started_at} size="sm" /> },
          { name: t("runs.duration"), cell: (attempt) => <Lasted attempt={attempt} /> },
          { name: t("overview.ended"), cell: (attempt) => <Ended attempt={attempt} /> },
        ]}
      />
    </Section>
  );
}

function Lasted({ attempt }: { attempt: Attempt }) {
  const format = useFormat();
  const now = useTick(attempt.ended_at === null);
  const end = attempt.ended_at === null ? now : Date.parse(attempt.ended_at);
  return format.span(secondsSince(attempt.started_at, end));
}

function Ended({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation();
  const endings = useToldWords()?.endings ?? {};
  return (
    <Text span size="sm" className="ren-break">
      {attempt.ended_at === null ? t("overview.atWork") : endingIn(endings, attempt)}
    </Text>
  );
}
