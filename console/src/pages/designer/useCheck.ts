import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { checkQuery, type FlowProblem } from "./api";
import type { FlowDocument } from "./document/document";

const PAUSE_MS = 250;
const NONE: FlowProblem[] = [];

/** What is wrong with the document, soon after each change. */
export function useCheck(flowId: string, document: FlowDocument) {
  const [settled] = useDebouncedValue(document, PAUSE_MS);
  const { data, isFetching, error } = useQuery({
    ...checkQuery(flowId, settled),
    // What was wrong stays said until it is known what is.
    placeholderData: keepPreviousData,
  });
  const problems = data?.problems ?? NONE;
  return useMemo(
    () => ({
      problems,
      error,
      isChecking: isFetching || settled !== document || (data === undefined && error === null),
    }),
    [problems, isFetching, settled, document, data, error],
  );
}
