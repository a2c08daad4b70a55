import { useQuery } from "@tanstack/react-query";
import { part } from "~/api/parts";
import { versionQuery } from "~/api/queries";
import type { FlowDocument, VersionDocument } from "~/api/types";
import { documentOf } from "./document";

interface Comparable {
  version: VersionDocument | undefined;
  document: FlowDocument | undefined;
  error: unknown;
}

/** A version as nodes that can be held against another's: of a BPMN file all its elements. */
export function useComparable(flowId: string, number: number): Comparable {
  const { data, error } = useQuery(versionQuery(flowId, number));
  const read = useQuery({
    queryKey: ["bpmnElements", flowId, number],
    queryFn: async () => {
      const { elementsOf } = await part(() => import("~/bpmn/elements"));
      return elementsOf(data?.bpmn ?? "");
    },
    enabled: data?.bpmn != null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const own = data === undefined || data.bpmn !== null ? undefined : documentOf(data);
  return { version: data, document: own ?? read.data, error: error ?? read.error };
}
