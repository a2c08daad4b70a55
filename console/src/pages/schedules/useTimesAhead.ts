import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { ApiError } from "~/api/client";
import { previewTimesQuery } from "~/api/queries";
import type { ScheduleTime } from "~/api/types";
import { type FieldProblems, useFieldProblems } from "~/components/form/useFieldProblems";
import { requestOf, type Times } from "./times";

const PAUSE_MS = 300;

/** The times that what is typed stands for, and what is wrong with it: as the server tells, a moment after each key. */
export function useTimesAhead(
  times: Times,
  sent: FieldProblems,
): { next: ScheduleTime[]; at: FieldProblems["at"] } {
  const now = JSON.stringify(requestOf(times));
  const [asked] = useDebouncedValue(now, PAUSE_MS);
  const isEmpty =
    (times.kind === "cron" && times.cron.trim() === "") || (times.kind === "at" && times.at === "");
  const { data, error } = useQuery({
    ...previewTimesQuery(JSON.parse(asked) as ReturnType<typeof requestOf>),
    enabled: !isEmpty,
  });
  const typed = useFieldProblems(error);
  const isJudged = !isEmpty && (data !== undefined || error instanceof ApiError);
  return {
    next: isEmpty || error || data === undefined ? [] : data.next,
    at: isJudged ? typed.at : sent.at, // what was refused when it was sent may be mended since
  };
}
