import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FlowProblem, FunctionItem, NodeType } from "~/api/types";
import { JsonView } from "~/components/json/JsonView";
import { edgeOf, type FlowDocument, nodeOf } from "../document/document";

interface InspectorProps {
  flow: FlowDocument;
  selection: { kind: "node" | "edge" | "flow"; id?: string };
  nodeTypes: NodeType[];
  problems: FlowProblem[];
  functions: FunctionItem[];
  change: (next: FlowDocument, what: string) => void;
}

/** What is selected, as JSON. */
export function Inspector({ flow, selection }: InspectorProps) {
  const { t } = useTranslation();
  const part =
    selection.kind === "node"
      ? nodeOf(flow, selection.id ?? "")
      : selection.kind === "edge"
        ? edgeOf(flow, selection.id ?? "")
        : undefined;
  if (part === undefined) return <Text c="dimmed">{t("flows.chooseNode")}</Text>;
  return <JsonView value={part} />;
}
