import { Anchor, Badge, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schedule, ScheduleRun, ScheduleTime } from "~/api/types";
import { ErrorLine } from "~/components/ErrorLine";
import { Moment } from "~/components/Moment";
import { StatusBadge } from "~/components/StatusBadge";
import { everyOf, localTime } from "./times";

const COLOURS = { active: "teal.9", damaged: "red.9" } as const;

/** When it starts runs, in one line. */
export function TimesText({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation();
  if (schedule.timer !== null)
    return (
      <Text span ff="monospace">
        {schedule.timer}
      </Text>
    );
  if (schedule.cron !== null) return <Text span ff="monospace">{`${schedule.cron}`}</Text>;
  if (schedule.every_s !== null) {
    const { number, unit } = everyOf(schedule.every_s);
    return <span>{t(`schedules.everyOf.${unit}`, { count: number })}</span>;
  }
  return <span>{t("schedules.once", { time: localTime(schedule.at ?? "") })}</span>;
}

export function StateBadge({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation();
  const { state } = schedule;
  const look = state === "active" || state === "damaged" ? { color: COLOURS[state] } : { variant: "default" };
  return <Badge {...look}>{t(`schedules.states.${state}`)}</Badge>;
}

/** A time to come; what clocks do to it is said. */
export function NextTime({ time }: { time: ScheduleTime }) {
  const { t } = useTranslation();
  return (
    <>
      <Text component="time" dateTime={time.time} span size="sm">
        {localTime(time.local)}
      </Text>
      {time.clocks !== null && (
        <Text span size="xs" c="dimmed">
          {` · ${t(`schedules.clocks.${time.clocks}`)}`}
        </Text>
      )}
    </>
  );
}

/** What became of a time: its run and where that stands, or why there is none. */
export function OutcomeText({ run }: { run: ScheduleRun }) {
  const { t } = useTranslation();
  if (run.outcome === "started") {
    return run.status === null ? (
      <Text span size="sm" c="dimmed">
        {t("schedules.deletedRun")}
      </Text>
    ) : (
      <Anchor component={Link} to={`/runs/${run.thread_id ?? ""}`}>
        <StatusBadge status={run.status as Parameters<typeof StatusBadge>[0]["status"]} />
      </Anchor>
    );
  }
  return (
    <Text span size="sm" className={run.outcome === "refused" ? "ren-red" : undefined}>
      {t(`schedules.outcomes.${run.outcome}`)}
    </Text>
  );
}

/** Why a time has no run. */
export function WhyText({ run }: { run: ScheduleRun }) {
  const { t } = useTranslation();
  if (run.code === null) return null;
  if (run.code === "OVERLAP") return t("schedules.overlapped");
  return <ErrorLine error={{ code: run.code, message: run.detail ?? "" }} />;
}

/** What became of the last time, and when that was. */
export function LastTime({ schedule }: { schedule: Schedule }) {
  if (schedule.last === null) return <span>–</span>;
  return (
    <>
      <OutcomeText run={schedule.last} /> <Moment at={schedule.last.time} size="xs" c="dimmed" />
    </>
  );
}
