import { useComputedColorScheme } from "@mantine/core";
import { useElementSize, useFocusTrap, useReducedMotion } from "@mantine/hooks";
import { Background, Controls, ReactFlow, ReactFlowProvider, useStore } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EdgeState, FlowDocument, NodeState, OpenVisit, Progress, Wait } from "~/api/types";
import { boxesOf, chosenIn, linesOf } from "./elements";
import { FlowLine } from "./FlowLine";
import { FlowNodeBox } from "./FlowNodeBox";
import { Follow } from "./Follow";
import { GraphBar, type NodeSearch } from "./GraphBar";
import { GraphMap } from "./GraphMap";
import { extentOf, type Layout } from "./geometry";
import { isPlaced } from "./layout";
import { NodeStates } from "./nodeStates";
import { found } from "./search";
import { chosenLayout, keepChoice, keptChoice } from "./shape";

const KINDS = { box: FlowNodeBox };
const LINES = { line: FlowLine };
const NOTHING: NodeSearch = { text: "", ids: [], at: 0 };
/** More nodes than that are drawn only while they are in sight. */
const MANY = 100;
/** Smaller boxes show their names only, and these larger. */
const FAR = 0.6;
/** A room that is a little wider needs no other layout. */
const STEP = 40;

interface FlowGraphProps {
  document: FlowDocument;
  selected: string | undefined;
  onSelect: (id: string | undefined) => void;
  /** The least and the most that it may be high. */
  heights: readonly [least: number, most: number];
  /** How a run stands at each node; without it, the flow alone is shown. */
  states?: NodeState[];
  /** By which edges a run went. */
  edges?: EdgeState[] | null;
  progress?: Progress | undefined;
  visits?: OpenVisit[];
  waits?: Wait[] | undefined;
}

/** A flow as a graph to be read: nodes can be found and selected, nothing can be changed. */
export function FlowGraph(props: FlowGraphProps) {
  return (
    <ReactFlowProvider>
      <NodeStates
        value={{ states: props.states, progress: props.progress, visits: props.visits, waits: props.waits }}
      >
        <Framed {...props} />
      </NodeStates>
    </ReactFlowProvider>
  );
}

/** The graph with its bar, in the page or over all of the window. */
function Framed({ document, selected, onSelect, heights: [least, most], states, edges }: FlowGraphProps) {
  const { t } = useTranslation();
  const { ref, width, height } = useElementSize();
  const [choice, setChoice] = useState(keptChoice);
  const [isFull, setFull] = useState(false);
  const [search, setSearch] = useState(NOTHING);
  const isFar = useStore(({ transform: [, , zoom] }) => zoom < FAR);
  const held = useRef(false);
  const isHeld = useCallback(() => held.current, []);
  const hold = useCallback(() => {
    held.current = true;
  }, []);
  const release = useCallback(() => {
    held.current = false;
  }, []);
  const room = { width: stepped(width), height: isFull ? stepped(height) : most };
  const layout = useMemo(
    () => chosenLayout(document, choice, { width: room.width, height: room.height }),
    [document, choice, room.width, room.height],
  );
  const extent = useMemo(() => extentOf(layout.places.values()), [layout]);
  const trap = useFocusTrap(isFull);
  useEffect(() => {
    if (!isFull) return;
    const leave = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      release();
      setFull(false);
    };
    window.addEventListener("keydown", leave);
    return () => window.removeEventListener("keydown", leave);
  }, [isFull, release]);
  const look = (text: string): NodeSearch => {
    const next = { text, ids: found(document.nodes, text), at: 0 };
    setSearch(next);
    return next;
  };
  return (
    <div
      ref={trap}
      className="ren-graph-frame"
      data-full={isFull || undefined}
      {...(isFull && { role: "dialog", "aria-modal": true, "aria-label": t("flows.graph") })}
    >
      <GraphBar
        nodeCount={document.nodes.length}
        places={layout.places}
        search={search}
        onSearch={look}
        onStep={(at) => setSearch({ ...search, at })}
        onHold={hold}
        choice={choice}
        isPlaced={isPlaced(document)}
        onChoice={(next) => {
          release();
          keepChoice(next);
          setChoice(next);
        }}
        isFull={isFull}
        onFull={(next) => {
          release();
          setFull(next);
        }}
      />
      <div
        ref={ref}
        className="ren-graph"
        data-shape={layout.shape}
        data-far={isFar || undefined}
        data-searching={search.text.trim() !== "" || undefined}
        style={isFull ? undefined : { height: Math.min(most, Math.max(least, extent.height + 60)) }}
      >
        {width > 0 && (
          <Canvas
            {...{ document, layout, selected, onSelect, states, taken: edges, search, isHeld, hold }}
            extent={extent}
          />
        )}
      </div>
    </div>
  );
}

interface CanvasProps {
  document: FlowDocument;
  layout: Layout;
  extent: ReturnType<typeof extentOf>;
  selected: string | undefined;
  onSelect: (id: string | undefined) => void;
  states: NodeState[] | undefined;
  taken: EdgeState[] | null | undefined;
  search: NodeSearch;
  isHeld: () => boolean;
  hold: () => void;
}

function Canvas(props: CanvasProps) {
  const { document, layout, extent, selected, onSelect, states, taken, search, isHeld, hold } = props;
  const { t, i18n } = useTranslation();
  const scheme = useComputedColorScheme("light");
  const isCalm = useReducedMotion();
  const running = states?.find((each) => each.status === "running")?.id;
  const nodes = useMemo(
    () => boxesOf(document, layout, selected, search, i18n.language),
    [document, layout, selected, search, i18n.language],
  );
  const edges = useMemo(() => {
    const answers = {
      true: t("graph.true"),
      false: t("graph.false"),
      error: t("graph.onError"),
      timeout: t("graph.onTimeout"),
    };
    return linesOf(document, layout, answers, i18n.language, { states, edges: taken }, isCalm);
  }, [document, layout, isCalm, t, i18n.language, states, taken]);
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={KINDS}
      edgeTypes={LINES}
      colorMode={scheme}
      onNodesChange={(changes) => {
        const chosen = chosenIn(changes);
        if (chosen !== undefined) onSelect(chosen ?? undefined);
      }}
      nodesDraggable={false}
      nodesConnectable={false}
      edgesFocusable={false}
      deleteKeyCode={null}
      minZoom={0.05}
      fitViewOptions={{ maxZoom: 1, padding: 0.05 }}
      onMove={(event) => event != null && hold()}
      onlyRenderVisibleElements={document.nodes.length > MANY}
      ariaLabelConfig={{
        "node.a11yDescription.default": t("graph.nodeHelp"),
        "node.a11yDescription.keyboardDisabled": t("graph.nodeHelp"),
        "edge.a11yDescription.default": t("graph.edgeHelp"),
        "controls.zoomIn.ariaLabel": t("graph.zoomIn"),
        "controls.zoomOut.ariaLabel": t("graph.zoomOut"),
        "controls.fitView.ariaLabel": t("graph.fit"),
        "controls.ariaLabel": t("graph.controls"),
      }}
      aria-label={t("flows.graph")}
    >
      <Background gap={18} />
      <Controls showInteractive={false} onFitView={hold} onZoomIn={hold} onZoomOut={hold} />
      <GraphMap extent={extent} states={states} onHold={hold} />
      <Follow
        places={layout.places}
        focus={selected ?? running}
        start={layout.shape === "down" ? undefined : layout.places.get(document.nodes[0]?.id ?? "")}
        isHeld={isHeld}
      />
    </ReactFlow>
  );
}

function stepped(size: number): number {
  return Math.max(STEP, Math.floor(size / STEP) * STEP);
}
