// What the inspector, the list of problems and the templates are given.
import type { FunctionItem } from "~/api/types";
import type { FlowProblem, NodeType } from "../api";
import type { FlowDocument } from "../document/document";

/** What is inspected; an edge's id is its place among all, as `edgeKey` writes it. */
export interface Selection {
  kind: "node" | "edge" | "flow";
  id?: string | undefined;
}

/**
 * The next document, and what was changed: a word of the catalog under `inspector.changed`. Changes of one `group` that
 * follow each other fast are one step to undo.
 */
export type Change = (next: FlowDocument, what: ChangeWord, group?: string) => void;
export type ChangeWord = "field" | "id" | "edge" | "settings" | "json";

/** What every part of the inspector may ask for. */
export interface Surroundings {
  flow: FlowDocument;
  nodeTypes: readonly NodeType[];
  functions: readonly FunctionItem[];
  problems: readonly FlowProblem[];
  /** The id of the flow's last run, whose data is shown. */
  lastRun?: string | undefined;
  change: Change;
  /** Go to another part of the flow, or to the same under its new id. */
  select?: ((selection: Selection) => void) | undefined;
}
