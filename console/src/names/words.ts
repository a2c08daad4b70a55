// What flows and nodes are called by their author, in the reader's language. Nothing here draws.
import type { JsonObject } from "~/api/types";
import { wordOf } from "~/components/form/schemaForm";

interface NamedNode {
  id: string;
  label?: string | null;
  label_zh?: string | null;
}

/** A node's label, else its id. */
export function nodeName(node: NamedNode, language: string): string {
  return wordOf(node as unknown as JsonObject, "label", language) ?? node.id;
}

/** A flow's name, else its id. */
export function flowName(
  flow: { id: string; name: string; name_zh?: string | null },
  language: string,
): string {
  return wordOf(flow as unknown as JsonObject, "name", language) ?? flow.id;
}

interface RunOfFlow {
  flow_id: string;
  flow_name: string;
  flow_name_zh: string | null;
}

/** The name of the flow that a run is of. */
export function flowNameOf({ flow_id, flow_name, flow_name_zh }: RunOfFlow, language: string): string {
  return flowName({ id: flow_id, name: flow_name, name_zh: flow_name_zh }, language);
}
