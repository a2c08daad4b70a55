import { useInfiniteQuery } from "@tanstack/react-query";
import { type StepFilter, stepsQuery } from "~/api/queries";
import type { Step } from "~/api/types";

export interface Items {
  items: Step[];
  hasMore: boolean;
  isLoading: boolean;
  failure: unknown;
  more: () => void;
}

/** The items that fit, as far as they were read; the server chooses them. */
export function useItems(runId: string, filter: StepFilter): Items {
  const query = useInfiniteQuery(stepsQuery(runId, filter));
  return {
    items: query.data?.pages.flatMap((page) => page.items) ?? [],
    hasMore: query.hasNextPage,
    isLoading: query.isFetching,
    failure: query.error,
    more: () => {
      if (query.hasNextPage && !query.isFetching) void query.fetchNextPage();
    },
  };
}
