import { useComputedColorScheme } from "@mantine/core";
import { useReducedMotion } from "@mantine/hooks";
import {
  Background,
  Controls,
  type Edge,
  MarkerType,
  type Node,
  type NodeChange,
  ReactFlow,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useCallback, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { FlowDocument, NodeState, Progress } from "~/api/types";
import { FlowNodeBox } from "./FlowNodeBox";
import { Follow } from "./Follow";
import { NODE_HEIGHT, NODE_WIDTH, placesOf, wantedHeight } from "./layout";
import { NodeStates } from "./nodeStates";

const KINDS = { box: FlowNodeBox };

interface FlowGraphProps {
  document: FlowDocument;
  selected: string | undefined;
  onSelect: (id: string | undefined) => void;
  /** The least and the most that it may be high. */
  heights: readonly [least: number, most: number];
  /** How a run stands at each node; without it, the flow alone is shown. */
  states?: NodeState[];
  progress?: Progress | undefined;
}

/** A flow as a graph to be read: nodes can be selected, nothing can be changed. */
export function FlowGraph({
  document,
  selected,
  onSelect,
  heights: [least, most],
  states,
  progress,
}: FlowGraphProps) {
  const { t } = useTranslation();
  const scheme = useComputedColorScheme("light");
  const isCalm = useReducedMotion();
  const places = useMemo(() => placesOf(document), [document]);
  const running = states?.find((each) => each.status === "running")?.id;
  const held = useRef(false);
  const isHeld = useCallback(() => held.current, []);
  const hold = () => {
    held.current = true;
  };
  const nodes = useMemo(() => boxesOf(document, places, selected), [document, places, selected]);
  const edges = useMemo(() => linesOf(document, isCalm ? undefined : running), [document, running, isCalm]);
  return (
    <NodeStates value={{ states, progress }}>
      <div className="ren-graph" style={{ height: wantedHeight(document, least, most) }}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={KINDS}
          colorMode={scheme}
          onNodesChange={(changes) => {
            const chosen = chosenIn(changes);
            if (chosen !== undefined) onSelect(chosen ?? undefined);
          }}
          nodesDraggable={false}
          nodesConnectable={false}
          edgesFocusable={false}
          deleteKeyCode={null}
          minZoom={0.1}
          fitViewOptions={{ maxZoom: 1, padding: 0.12 }}
          onMove={(event) => event != null && hold()}
          onlyRenderVisibleElements={document.nodes.length > 200}
          ariaLabelConfig={{
            "node.a11yDescription.default": t("graph.nodeHelp"),
            "controls.zoomIn.ariaLabel": t("graph.zoomIn"),
            "controls.zoomOut.ariaLabel": t("graph.zoomOut"),
            "controls.fitView.ariaLabel": t("graph.fit"),
            "controls.ariaLabel": t("graph.controls"),
          }}
          aria-label={t("flows.graph")}
        >
          <Background gap={18} />
          <Controls showInteractive={false} onFitView={hold} onZoomIn={hold} onZoomOut={hold} />
          <Follow places={places} focus={selected ?? running} isHeld={isHeld} />
        </ReactFlow>
      </div>
    </NodeStates>
  );
}

/** The node that was selected by mouse or keyboard; null: none is any more; undefined: nothing of that kind changed. */
function chosenIn(changes: NodeChange[]): string | null | undefined {
  const selections = changes.filter((each) => each.type === "select");
  if (selections.length === 0) return undefined;
  return selections.find((each) => each.selected)?.id ?? null;
}

function boxesOf(
  document: FlowDocument,
  places: ReturnType<typeof placesOf>,
  selected: string | undefined,
): Node[] {
  return document.nodes.map((node) => ({
    id: node.id,
    type: "box",
    position: places.get(node.id) ?? { x: 0, y: 0 },
    width: NODE_WIDTH,
    height: NODE_HEIGHT,
    selected: node.id === selected,
    data: { node },
    ariaLabel: node.id,
  }));
}

function linesOf(document: FlowDocument, running: string | undefined): Edge[] {
  return document.edges.map((edge, index) => ({
    id: `${index}`,
    source: edge.source,
    target: edge.target,
    animated: edge.target === running,
    markerEnd: { type: MarkerType.ArrowClosed },
    ...(edge.data?.when !== undefined && { label: JSON.stringify(edge.data.when) }),
  }));
}
