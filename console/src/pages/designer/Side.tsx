import { ScrollArea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { someRunsQuery } from "~/api/queries";
import type { FunctionItem } from "~/api/types";
import type { FlowProblem, NodeType } from "./api";
import type { Editor } from "./editor";
import { Inspector } from "./inspector/Inspector";

interface SideProps {
  editor: Editor;
  types: NodeType[];
  problems: FlowProblem[];
  functions: FunctionItem[];
  flowId: string;
  /** The run that is looked at; without one, the flow's newest. */
  run: string | undefined;
}

/** Beside the canvas: what is selected, in full. Keystrokes in one of its fields are undone at once. */
export const Side = memo(function Side({ editor, types, problems, functions, flowId, run }: SideProps) {
  const { t } = useTranslation();
  const { document, selection } = editor;
  const shown = shownOf(selection);
  const newest = useQuery(someRunsQuery({ flow_id: flowId }, 1)).data?.items[0]?.thread_id;
  return (
    <ScrollArea className="ren-inspector" type="auto">
      {selection.nodes.length + selection.edges.length > 1 ? (
        t("designer.selected", { count: selection.nodes.length + selection.edges.length })
      ) : (
        <Inspector
          flow={document}
          selection={shown}
          nodeTypes={types}
          problems={problems}
          functions={functions}
          lastRun={run ?? newest}
          change={(next, what, group) =>
            editor.apply(next, what, group === undefined ? {} : { group: `${shown.kind} ${group}` })
          }
          select={({ kind, id = "" }) =>
            editor.select(kind === "node" ? { nodes: [id] } : kind === "edge" ? { edges: [id] } : {})
          }
        />
      )}
    </ScrollArea>
  );
});

function shownOf({ nodes, edges }: Editor["selection"]): { kind: "node" | "edge" | "flow"; id?: string } {
  if (nodes[0] !== undefined) return { kind: "node", id: nodes[0] };
  return edges[0] === undefined ? { kind: "flow" } : { kind: "edge", id: edges[0] };
}
