import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { checkQuery, type FlowProblem } from "../api";
import type { FlowDocument } from "../document/document";
import { useSettled } from "../inspector/useSettled";

export interface LiveProblems {
  /** Those of the document as it was checked last. */
  problems: readonly FlowProblem[];
  /** The document has changed since. */
  isStale: boolean;
  /** Why it could not be checked. */
  error: unknown;
}

const NONE: readonly FlowProblem[] = [];

/** What is wrong with a document, asked a moment after each change. */
export function useProblems(flowId: string, document: FlowDocument): LiveProblems {
  const settled = useSettled(document);
  const { data, error, isPlaceholderData, isFetching } = useQuery({
    ...checkQuery(flowId, settled),
    placeholderData: keepPreviousData,
  });
  return {
    problems: data?.problems ?? NONE,
    isStale: settled !== document || isPlaceholderData || (isFetching && data === undefined),
    error,
  };
}
