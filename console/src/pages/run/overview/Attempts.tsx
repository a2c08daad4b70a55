import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Attempt, Run } from "~/api/types";
import { Moment } from "~/components/Moment";
import { secondsSince } from "~/format/moments";
import { useFormat } from "~/format/useFormat";
import { useTick } from "~/live/useTick";
import { Section } from "./Section";

const MOST = 50;

/** Each worker process that ever held the run, newest first, and how it ended. */
export function Attempts({ run }: { run: Run }) {
  const { t } = useTranslation();
  if (run.attempts.length === 0) return null;
  return (
    <Section title={t("overview.processes")}>
      <Table className="ren-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>#</Table.Th>
            <Table.Th>{t("system.pid")}</Table.Th>
            <Table.Th>{t("runs.started")}</Table.Th>
            <Table.Th>{t("runs.duration")}</Table.Th>
            <Table.Th>{t("overview.ended")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {run.attempts
            .toReversed()
            .slice(0, MOST)
            .map((attempt) => (
              <Row key={attempt.epoch} attempt={attempt} />
            ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}

function Row({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useTick(attempt.ended_at === null);
  const end = attempt.ended_at === null ? now : Date.parse(attempt.ended_at);
  return (
    <Table.Tr>
      <Table.Td data-label="#">{attempt.epoch}</Table.Td>
      <Table.Td data-label={t("system.pid")}>{attempt.pid}</Table.Td>
      <Table.Td data-label={t("runs.started")}>
        <Moment at={attempt.started_at} size="sm" />
      </Table.Td>
      <Table.Td data-label={t("runs.duration")}>
        {format.span(secondsSince(attempt.started_at, end))}
      </Table.Td>
      <Table.Td data-label={t("overview.ended")}>
        <Text size="sm" className="ren-break">
          {attempt.ended_at === null
            ? t("overview.atWork")
            : (attempt.exit_reason ?? String(attempt.exit_code))}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}
