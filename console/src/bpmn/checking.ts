import { queryOptions } from "@tanstack/react-query";
import { post } from "~/api/client";
import type { CheckedFlow, VersionDocument } from "~/api/types";

/** JSON Schemas of forms that are kept beside a file, by the ids of their tasks. */
export type Forms = Record<string, Record<string, unknown>>;

/** What a version keeps beside its file, of the tasks that are in this text. */
export function formsOf(version: VersionDocument, text: string): Forms {
  const { forms } = version.dsl as { forms?: Forms };
  return Object.fromEntries(Object.entries(forms ?? {}).filter(([id]) => text.includes(`id="${id}"`)));
}

/** What is wrong with a BPMN file, without keeping it. */
export const bpmnCheckQuery = (bpmn: string, forms: Forms = {}) =>
  queryOptions({
    queryKey: ["bpmnCheck", bpmn, forms],
    queryFn: () => post<CheckedFlow>("/flows/check", { bpmn, forms }),
    staleTime: 60_000,
    gcTime: 0,
  });
