import { Alert, Anchor, Button, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { useDeleteSchedule, usePauseSchedule, useResumeSchedule, useRunSchedule } from "~/api/commands";
import { scheduleQuery, scheduleRunsQuery } from "~/api/queries";
import type { Schedule, ScheduleRun } from "~/api/types";
import { Card } from "~/components/Card";
import { ConfirmButton } from "~/components/ConfirmButton";
import { type Column, DataTable } from "~/components/DataTable";
import { FactTable } from "~/components/FactTable";
import { Icon } from "~/components/icons";
import { PageHead } from "~/components/PageHead";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { useFormat } from "~/format/useFormat";
import { EditSchedule } from "./EditSchedule";
import { NextTime, OutcomeText, StateBadge, TimesText, WhyText } from "./ScheduleWords";
import { scheduleName } from "./times";

/** One schedule: when it starts runs, and those that it started. */
export function SchedulePage() {
  const { scheduleId = "" } = useParams();
  const { data, error } = useQuery(scheduleQuery(scheduleId));
  if (error) return <ProblemAlert error={error} />;
  return data === undefined ? <Waiting /> : <Shown schedule={data} />;
}

function Shown({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={scheduleName(schedule)} lead={schedule.id} actions={<Actions schedule={schedule} />} />
      <Stack>
        <Missed schedule={schedule} />
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          <Card title={t("schedules.times")} aside={<StateBadge schedule={schedule} />}>
            <Facts schedule={schedule} />
          </Card>
          <Card title={t("schedules.nextTimes")}>
            <Stack gap={4}>
              {schedule.next.map((each) => (
                <div key={each.time}>
                  <NextTime time={each} />
                </div>
              ))}
            </Stack>
            {schedule.next.length === 0 && <Text c="dimmed">{t("schedules.noNext")}</Text>}
            {schedule.waiting > 0 && (
              <Text size="sm" mt="sm">
                {t("schedules.waiting", { count: schedule.waiting })}
              </Text>
            )}
          </Card>
        </SimpleGrid>
        <Runs schedule={schedule} />
      </Stack>
    </>
  );
}

function Actions({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const pause = usePauseSchedule(schedule.id);
  const resume = useResumeSchedule(schedule.id);
  const run = useRunSchedule(schedule.id);
  const erase = useDeleteSchedule(schedule.id);
  const [isEdited, setEdited] = useState(false);
  const start = async () => navigate(`/runs/${(await run.mutateAsync()).thread_id}`);
  return (
    <Stack gap="xs" align="flex-end">
      <Group gap="xs">
        {schedule.state === "paused" ? (
          <Button variant="default" loading={resume.isPending} onClick={() => resume.mutate()}>
            {t("schedules.resume")}
          </Button>
        ) : (
          <Button
            variant="default"
            loading={pause.isPending}
            disabled={schedule.state !== "active"}
            onClick={() => pause.mutate()}
          >
            {t("schedules.pause")}
          </Button>
        )}
        <Button variant="default" onClick={() => setEdited(true)}>
          {t("schedules.edit")}
        </Button>
        <ConfirmButton
          label={t("schedules.delete")}
          title={t("schedules.deleteTitle", { name: scheduleName(schedule) })}
          confirm={t("schedules.delete")}
          destructive
          command={erase}
          onDone={() => void navigate("/schedules")}
        >
          {t("schedules.deleteExplain")}
        </ConfirmButton>
        <Button
          leftSection={<Icon name="play" />}
          loading={run.isPending}
          onClick={() => void start().catch(() => undefined)} // told below
        >
          {t("schedules.runNow")}
        </Button>
      </Group>
      <ProblemAlert error={pause.error ?? resume.error ?? run.error} />
      <EditSchedule schedule={schedule} opened={isEdited} onClose={() => setEdited(false)} />
    </Stack>
  );
}

function Missed({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation();
  const format = useFormat();
  const missed = schedule.last_missed;
  if (missed === null) return null;
  return (
    <Alert icon={<Icon name="clock" />} variant="light" color="yellow">
      {t("schedules.missed", { count: missed.times, times: format.number(missed.times) })}{" "}
      {missed.first === missed.last
        ? t("schedules.missedAt", { time: format.moment(missed.first) })
        : t("schedules.missedFrom", {
            first: format.moment(missed.first),
            last: format.moment(missed.last),
          })}{" "}
      {t("schedules.madeUp", { count: missed.made_up })}
    </Alert>
  );
}

function Facts({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation();
  const rows: Array<[name: string, value: ReactNode]> = [
    [t("schedules.when"), <TimesText key="times" schedule={schedule} />],
    [t("schedules.timezone"), schedule.timezone],
    [
      t("schedules.flow"),
      <Anchor key="flow" component={Link} to={`/flows/${schedule.flow_id}`}>
        {schedule.flow_id}
      </Anchor>,
    ],
    [
      t("schedules.version"),
      schedule.version === null
        ? t("schedules.published")
        : t("common.version", { version: schedule.version }),
    ],
    [t("schedules.overlap"), t(`schedules.overlaps.${schedule.overlap}`)],
    [t("schedules.catchUp"), t(`schedules.catchUps.${schedule.catch_up}`)],
    [
      t("schedules.input"),
      <Text key="input" span ff="monospace" size="sm" className="ren-break ren-prewrap">
        {JSON.stringify(schedule.input, null, 1)}
      </Text>,
    ],
  ];
  return <FactTable rows={rows} />;
}

function Runs({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation();
  const format = useFormat();
  const runs = useInfiniteQuery(scheduleRunsQuery(schedule.id));
  const items = runs.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: Array<Column<ScheduleRun>> = [
    { name: t("schedules.time"), cell: (each) => format.moment(each.time) },
    { name: t("schedules.outcome"), cell: (each) => <OutcomeText run={each} /> },
    {
      name: t("schedules.run"),
      cell: (each) =>
        each.thread_id === null ? (
          <Text size="sm" className="ren-break">
            <WhyText run={each} />
          </Text>
        ) : (
          <Anchor component={Link} to={`/runs/${each.thread_id}`} size="sm" className="ren-break">
            {each.thread_id}
          </Anchor>
        ),
    },
  ];
  return (
    <Card title={t("schedules.runs")}>
      <ProblemAlert error={runs.error} />
      {items.length === 0 ? (
        <Text c="dimmed">{t("schedules.noRuns")}</Text>
      ) : (
        <DataTable columns={columns} rows={items} rowKey={({ time }) => time} />
      )}
      {runs.hasNextPage && (
        <Button
          mt="md"
          variant="default"
          loading={runs.isFetchingNextPage}
          onClick={() => void runs.fetchNextPage()}
        >
          {t("common.more")}
        </Button>
      )}
    </Card>
  );
}
