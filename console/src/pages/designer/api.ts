// What the designer asks the server.
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { exchange, get } from "~/api/client";
import type {
  CheckedFlow,
  FlowProblem,
  NodeType as NodeTypeAnswer,
  NodeTypes as NodeTypesAnswer,
} from "~/api/types";
import type { FlowDocument, JsonObject } from "./document/document";
import { jsonText } from "./document/text";

export type { CheckedFlow, FlowProblem };

/** A type of node, as the server describes it: what it calls an object is JSON. */
export type NodeType = Omit<NodeTypeAnswer, "data_schema" | "defaults"> & {
  data_schema: JsonObject;
  defaults: JsonObject;
};
export type NodeTypes = Omit<NodeTypesAnswer, "items"> & { items: NodeType[] };

export function wordsOf(words: { en: string; zh: string }, language: string): string {
  return language === "zh" ? words.zh : words.en;
}

export const nodeTypesQuery = () =>
  queryOptions({
    queryKey: ["nodeTypes"],
    queryFn: ({ signal }) => get<NodeTypes>("/node-types", {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** All that is wrong with a document. The flow's id, if it has one, is needed to know that it does not call itself. */
export const checkQuery = (flowId: string | undefined, document: FlowDocument) =>
  queryOptions({
    queryKey: ["flowCheck", flowId ?? "", document],
    queryKeyHashFn: () => `flowCheck ${flowId ?? ""} ${jsonText(document)}`,
    queryFn: async () => {
      const answer = await exchange("/flows/check", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: jsonText({ dsl: document, ...(flowId !== undefined && { flow_id: flowId }) }),
      });
      return JSON.parse(answer) as CheckedFlow;
    },
    staleTime: 5_000,
    gcTime: 5_000,
    placeholderData: keepPreviousData,
  });
