import { describe, expect, test } from "vitest";
import type { Schedule } from "~/api/types";
import {
  changeOf,
  everyOf,
  initialTimes,
  localTime,
  requestOf,
  timesOf,
  zones,
} from "~/pages/schedules/times";

describe("times of schedules", () => {
  const times = initialTimes("Europe/Berlin");

  test("only the chosen kind is sent", () => {
    expect(requestOf({ ...times, cron: " 0 3 * * * " })).toEqual({
      cron: "0 3 * * *",
      timezone: "Europe/Berlin",
    });
    expect(requestOf({ ...times, kind: "every", number: 6, unit: "hours" })).toEqual({
      every_s: 21_600,
      timezone: "Europe/Berlin",
    });
    expect(requestOf({ ...times, kind: "at", at: "2026-03-01T09:00" })).toEqual({
      at: "2026-03-01T09:00",
      timezone: "Europe/Berlin",
    });
  });

  test("an interval is said in the largest unit without a fraction", () => {
    expect(everyOf(86_400)).toEqual({ number: 1, unit: "days" });
    expect(everyOf(5_400)).toEqual({ number: 90, unit: "minutes" });
    expect(everyOf(61)).toEqual({ number: 61, unit: "seconds" });
  });

  test("a local time has its offset, and seconds where there are some", () => {
    expect(localTime("2026-03-29T03:00:00+02:00")).toBe("2026-03-29 03:00 UTC+02:00");
    expect(localTime("2026-03-29T03:00:07+00:00")).toBe("2026-03-29 03:00:07 UTC+00:00");
    expect(localTime("2026-03-29T03:00:00.000Z")).toBe("2026-03-29 03:00 UTC");
    expect(localTime("soon")).toBe("soon");
  });

  test("of a schedule only what is changed is sent", () => {
    const schedule = {
      title: "Nightly",
      cron: null,
      every_s: null,
      at: "2031-07-01T07:00:00.000Z",
      timezone: "Europe/Berlin",
      overlap: "skip",
      catch_up: "last",
    } as Schedule;
    const kept = { title: "Nightly", times: timesOf(schedule), overlap: "skip", catchUp: "last" } as const;
    expect(kept.times).toMatchObject({ kind: "at", at: "2031-07-01T09:00" });
    expect(changeOf(schedule, kept)).toEqual({});
    expect(changeOf(schedule, { ...kept, title: " ", overlap: "queue" })).toEqual({
      title: null,
      overlap: "queue",
    });
    const elsewhere = { ...kept, times: { ...kept.times, timezone: "Asia/Shanghai" } };
    expect(changeOf(schedule, elsewhere)).toEqual({ at: "2031-07-01T09:00", timezone: "Asia/Shanghai" });
    const often: Schedule = { ...schedule, at: null, every_s: 5_400 };
    expect(timesOf(often)).toMatchObject({ kind: "every", number: 90, unit: "minutes" });
    const daily = { ...kept, times: { ...timesOf(often), kind: "cron", cron: "0 4 * * *" } } as const;
    expect(changeOf(often, daily)).toEqual({ cron: "0 4 * * *" });
  });

  test("the reader's own zone can be chosen", () => {
    expect(zones("Etc/Unknown")).toContain("Etc/Unknown");
    expect(zones("UTC").filter((each) => each === "UTC")).toHaveLength(1);
  });
});
