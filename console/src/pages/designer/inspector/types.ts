// What the inspector, the list of problems and the templates are given.
import type { FlowDocument, FunctionItem, JsonObject } from "~/api/types";

/** A type of node, as `GET /node-types` tells it. */
export interface NodeType {
  type: string;
  title: Words;
  description: Words;
  data_schema: JsonObject;
}

interface Words {
  en: string;
  zh: string;
}

/** What is wrong with a flow, or may be, as `POST /flows/check` tells it. */
export interface FlowProblem {
  code: string;
  pointer: string;
  detail: string;
  hint?: string;
  node_id?: string | null;
  /** The edge's place among all. */
  edge?: number | null;
  severity?: string;
}

export interface Selection {
  kind: "node" | "edge" | "flow";
  id?: string | undefined;
}

/** The next document, and what was changed: changes of one thing that follow each other are one step to undo. */
export type Change = (next: FlowDocument, what: string) => void;

/** What every part of the inspector may ask for. */
export interface Surroundings {
  flow: FlowDocument;
  nodeTypes: readonly NodeType[];
  functions: readonly FunctionItem[];
  problems: readonly FlowProblem[];
  /** The id of the flow's last run, whose data is shown. */
  lastRun?: string | undefined;
  change: Change;
}
