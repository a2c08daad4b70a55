// What the designer asks the server, and what it answers.
import { queryOptions } from "@tanstack/react-query";
import { get, post } from "~/api/client";
import type { JsonObject } from "~/api/types";
import type { FlowDocument } from "./document/document";
import { jsonText } from "./document/text";

export interface Words {
  en: string;
  zh: string;
}

export interface OutPort {
  id: string;
  title: Words;
  on: string | null;
  takes_when: boolean;
  min: number;
  max: number | null;
}

/** A type of node, as the server describes it. */
export interface NodeType {
  type: string;
  title: Words;
  description: Words;
  group: string;
  icon: string;
  data_schema: JsonObject;
  ports: { in: { min: number; max: number | null }; out: OutPort[] };
  defaults: JsonObject;
  docs: string;
  calls_function: boolean;
  only_one: boolean;
}

export interface NodeTypes {
  items: NodeType[];
  groups: Array<{ id: string; title: Words }>;
}

/** One mistake in the document, or one piece of advice. */
export interface FlowProblem {
  code: string;
  severity: "error" | "warning";
  pointer: string;
  detail: string;
  hint: string;
  params?: JsonObject;
  node_id: string | null;
  edge: { index: number; id: string | null; source: string | null; target: string | null } | null;
}

export interface Checked {
  problems: FlowProblem[];
  meta: JsonObject;
}

export function wordsOf(words: Words, language: string): string {
  return language === "zh" ? words.zh : words.en;
}

export const nodeTypesQuery = () =>
  queryOptions({
    queryKey: ["nodeTypes"],
    queryFn: ({ signal }) => get<NodeTypes>("/node-types", {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** All that is wrong with a document. The flow's id is needed to know that it does not call itself. */
export const checkQuery = (flowId: string, document: FlowDocument) =>
  queryOptions({
    queryKey: ["flowCheck", flowId, jsonText(document)],
    queryFn: () => post<Checked>("/flows/check", { dsl: document, flow_id: flowId }),
    staleTime: 5_000,
    gcTime: 10_000,
    retry: false,
  });
