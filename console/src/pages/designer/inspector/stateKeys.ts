// The keys that a run's state may have, as far as the flow tells: what a function returns, only a run shows.
import type { FlowDocument, Json } from "~/api/types";
import { asObject } from "~/components/form/schemaForm";

/** Each key once: those of the input, then those that nodes and edges write, then those of the last run. */
export function stateKeys(flow: FlowDocument, ofRun: readonly string[] = []): string[] {
  const keys = [
    ...Object.keys(asObject(flow.inputs?.properties)),
    ...flow.nodes.flatMap(({ data }) => [text(data?.outputKey), ...Object.keys(asObject(data?.output))]),
    ...flow.edges.map(({ data }) => (data?.on === undefined ? undefined : (data.as ?? "error"))),
    ...Object.keys(asObject(flow.state)),
    ...ofRun,
  ];
  return [
    ...new Set(keys.filter((key): key is string => key !== undefined && key !== "" && !key.startsWith("__"))),
  ];
}

function text(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
