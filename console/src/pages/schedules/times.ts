// When a schedule's runs start: as it is typed, as it is sent, as it is said. The server judges it.
import type { ScheduleChange } from "~/api/commands";
import type { CatchUp, Overlap, Schedule } from "~/api/types";

export const KINDS = ["cron", "every", "at"] as const;
export type Kind = (typeof KINDS)[number];

export const UNITS = { minutes: 60, hours: 3_600, days: 86_400, seconds: 1 } as const;
export type Unit = keyof typeof UNITS;

/** What stands in the form. */
export interface Times {
  kind: Kind;
  cron: string;
  number: number;
  unit: Unit;
  /** As the browser's field has it: a local time without a zone. */
  at: string;
  timezone: string;
}

/** What stands in the form beside the input. */
export interface Draft {
  title: string;
  times: Times;
  overlap: Overlap;
  catchUp: CatchUp;
}

export function initialTimes(timezone: string): Times {
  return { kind: "cron", cron: "0 3 * * *", number: 1, unit: "hours", at: "", timezone };
}

/** Those of a schedule, for its form. */
export function timesOf(schedule: Schedule): Times {
  const { cron, every_s, at, timezone } = schedule;
  const times = { ...initialTimes(timezone), ...everyOf(every_s ?? UNITS.hours) };
  if (cron !== null) return { ...times, cron };
  if (every_s !== null) return { ...times, kind: "every" };
  return { ...times, kind: "at", at: wallTime(at ?? "", timezone) };
}

/** A moment as clocks in the zone show it, for a browser's field. */
function wallTime(moment: string, timezone: string): string {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return "";
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: timezone,
    dateStyle: "short",
    timeStyle: "short",
  });
  return format.format(date).replace(" ", "T");
}

/** What a form changes of a schedule. Times that stay are not sent: their intervals would begin anew. */
export function changeOf(schedule: Schedule, { title, times, overlap, catchUp }: Draft): ScheduleChange {
  const { timezone, ...when } = requestOf(times);
  const { timezone: oldZone, ...before } = requestOf(timesOf(schedule));
  return {
    ...(title.trim() !== (schedule.title ?? "") && { title: title.trim() || null }),
    ...(JSON.stringify(when) !== JSON.stringify(before) && when),
    ...(timezone !== oldZone && { timezone, ...("at" in when && when) }),
    ...(overlap !== schedule.overlap && { overlap }),
    ...(catchUp !== schedule.catch_up && { catch_up: catchUp }),
  };
}

/** The fields of the request. */
export function requestOf(times: Times): { cron?: string; every_s?: number; at?: string; timezone: string } {
  const { timezone } = times;
  if (times.kind === "cron") return { cron: times.cron.trim(), timezone };
  if (times.kind === "at") return { at: times.at, timezone };
  return { every_s: Math.round(times.number * UNITS[times.unit]), timezone };
}

/** How often, in the largest unit that says it without a fraction. */
export function everyOf(seconds: number): { number: number; unit: Unit } {
  const unit =
    (["days", "hours", "minutes"] as const).find((each) => seconds % UNITS[each] === 0) ?? "seconds";
  return { number: seconds / UNITS[unit], unit };
}

/** All zones that the browser knows, the reader's own among them. */
export function zones(own: string): string[] {
  return [...new Set([own, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort();
}

export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

/** What a schedule is called. */
export function scheduleName({ id, title }: Pick<Schedule, "id" | "title">): string {
  return title ?? id;
}

/** `2026-03-29T03:00:00+02:00` as people read it: the day, the time, the offset. */
export function localTime(local: string): string {
  const found = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d))?[.\d]*(.*)$/.exec(local);
  if (found === null) return local;
  const [, day, minute, second, offset] = found;
  return `${day} ${minute}${second && second !== "00" ? `:${second}` : ""} ${offset === "Z" ? "UTC" : `UTC${offset}`}`;
}
