import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { stepsQuery } from "~/api/queries";
import type { Step } from "~/api/types";
import { errorKind } from "./errorKind";

const A_SCREEN = 30;

interface ItemFilter {
  state?: string | undefined;
  node?: string | undefined;
  /** The kind of error: looked for among what failed and what was skipped. */
  error?: string | undefined;
}

export interface Items {
  items: Step[];
  hasMore: boolean;
  isLoading: boolean;
  failure: unknown;
  more: () => void;
}

/** The items that fit; with an error chosen, pages are read until a screen is full. */
export function useItems(runId: string, { state, node, error }: ItemFilter): Items {
  const byNode = node === undefined ? {} : { node };
  const first = error !== undefined ? { state: "failed" } : state === undefined ? {} : { state };
  const one = useInfiniteQuery(stepsQuery(runId, { ...first, ...byNode }));
  const two = useInfiniteQuery({
    ...stepsQuery(runId, { state: "skipped", ...byNode }),
    enabled: error !== undefined,
  });
  const queries = error === undefined ? [one] : [one, two];
  const items = queries
    .flatMap((query) => query.data?.pages.flatMap((page) => page.items) ?? [])
    .filter((item) => error === undefined || errorKind(item) === error);
  const next = queries.find((query) => query.hasNextPage);
  const isLoading = queries.some((query) => query.isFetching);
  const more = () => {
    if (next && !next.isFetching) void next.fetchNextPage();
  };
  const isShort = error !== undefined && items.length < A_SCREEN && next !== undefined && !isLoading;
  // biome-ignore lint/correctness/useExhaustiveDependencies: goes on by itself while the screen is not full
  useEffect(() => {
    if (isShort) more();
  }, [isShort, items.length]);
  return {
    items,
    hasMore: next !== undefined,
    isLoading,
    failure: queries.find((query) => query.error)?.error ?? null,
    more,
  };
}
