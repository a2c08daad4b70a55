import { queryOptions } from "@tanstack/react-query";
import { post } from "~/api/client";
import type { CheckedFlow } from "~/api/types";

/** What is wrong with a BPMN file, without keeping it. */
export const bpmnCheckQuery = (bpmn: string) =>
  queryOptions({
    queryKey: ["bpmnCheck", bpmn],
    queryFn: () => post<CheckedFlow>("/flows/check", { bpmn }),
    staleTime: 60_000,
    gcTime: 0,
  });
