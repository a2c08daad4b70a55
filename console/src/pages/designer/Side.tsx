import { ScrollArea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FlowProblem, FunctionItem, NodeType } from "~/api/types";
import type { Editor } from "./editor";
import { Inspector } from "./inspector/Inspector";

interface SideProps {
  editor: Editor;
  types: NodeType[];
  problems: FlowProblem[];
  functions: FunctionItem[];
}

/** Beside the canvas: what is selected, in full. Keystrokes in one of its fields are undone at once. */
export function Side({ editor, types, problems, functions }: SideProps) {
  const { t } = useTranslation();
  const { document, selection } = editor;
  const shown = shownOf(selection);
  return (
    <ScrollArea
      component="section"
      className="ren-inspector"
      aria-label={t("designer.inspector")}
      type="auto"
    >
      {selection.nodes.length + selection.edges.length > 1 ? (
        t("designer.selected", { count: selection.nodes.length + selection.edges.length })
      ) : (
        <Inspector
          key={`${shown.kind} ${shown.id}`}
          flow={document}
          selection={shown}
          nodeTypes={types}
          problems={problems}
          functions={functions}
          change={(next, what) => editor.apply(next, what, { group: `${shown.kind} ${shown.id} ${what}` })}
        />
      )}
    </ScrollArea>
  );
}

function shownOf({ nodes, edges }: Editor["selection"]): { kind: "node" | "edge" | "flow"; id?: string } {
  if (nodes[0] !== undefined) return { kind: "node", id: nodes[0] };
  return edges[0] === undefined ? { kind: "flow" } : { kind: "edge", id: edges[0] };
}
