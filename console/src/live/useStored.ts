import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { historyQuery } from "~/api/queries";
import type { Run, Signal } from "~/api/types";

/** A run with more than that was restarted for days on end: the first ones tell enough. */
const MOST_PAGES = 5;
const NONE: Signal[] = [];

/** The commands and events of a run that are kept, oldest first; read again when the run stands otherwise. */
export function useStored(run: Run): { signals: Signal[]; error: unknown } {
  const query = useInfiniteQuery(historyQuery(run.thread_id));
  const { refetch, fetchNextPage } = query;
  const stands = [run.status, run.pause_requested, run.cancel_requested, run.attempts.length].join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it stands for brought a new event
  useEffect(() => void refetch(), [stands, refetch]);
  const pages = query.data?.pages;
  const goesOn = query.hasNextPage && !query.isFetching && (pages?.length ?? 0) < MOST_PAGES;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
  return { signals: pages?.flatMap((page) => page.items) ?? NONE, error: query.error };
}
