import { useInfiniteQuery } from "@tanstack/react-query";
import { runsQuery } from "~/api/queries";
import type { RunSummary } from "~/api/types";

const MOST = 1_000;
const NONE: RunSummary[] = [];

/** The runs that asked something and wait for the answer, oldest first. */
export function useQuestions(): RunSummary[] {
  const { data } = useInfiniteQuery(runsQuery({ status: "interrupted" }, MOST));
  if (data === undefined) return NONE;
  return data.pages.flatMap((page) => page.items.filter((run) => run.reason === "question")).reverse();
}
