import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { itemSumsQuery, type StepFilter, stepsQuery } from "~/api/queries";
import type { Run, Step, StepPage } from "~/api/types";
import { Batch } from "~/live/batch";
import type { RunLive } from "~/live/useRunLive";

/** The server is asked so often at most while items come; a long list of them accordingly seldomer. */
const LOOK_MS = 1_500;

export interface Items {
  sums: StepPage | undefined;
  items: Step[];
  hasMore: boolean;
  isLoading: boolean;
  failure: unknown;
  more: () => void;
}

/** The items that fit, as far as they were read, and the sums of all; the server chooses and counts them. */
export function useItems(run: Run, live: RunLive, filter: StepFilter): Items {
  const sums = useQuery(itemSumsQuery(run.thread_id));
  const list = useInfiniteQuery(stepsQuery(run.thread_id, filter));
  const look = () => {
    void sums.refetch({ cancelRefetch: false });
    const age = Date.now() - list.dataUpdatedAt;
    const isDue = age >= LOOK_MS * (list.data?.pages.length ?? 1);
    if (isDue || run.status !== "running") void list.refetch({ cancelRefetch: false });
  };
  useLooks(look, live.history.events, run.status);
  return {
    sums: sums.data,
    items: list.data?.pages.flatMap((page) => page.items) ?? [],
    hasMore: list.hasNextPage,
    isLoading: list.isFetching,
    failure: list.error ?? sums.error,
    more: () => {
      if (list.hasNextPage && !list.isFetching) void list.fetchNextPage();
    },
  };
}

/** Looks after events came or the status changed, and not after each of them. */
function useLooks(look: () => void, events: RunLive["history"]["events"], status: Run["status"]): void {
  const newest = useRef(look);
  const batch = useRef<Batch<null>>(undefined);
  const isFirst = useRef(true);
  useEffect(() => {
    newest.current = look;
  });
  useEffect(() => {
    batch.current = new Batch<null>(() => newest.current(), LOOK_MS);
    return () => batch.current?.stop();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: that they are others is what counts
  useEffect(() => {
    if (!isFirst.current) batch.current?.add(null);
    isFirst.current = false;
  }, [events, status]);
}
