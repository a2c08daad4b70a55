import { useComputedColorScheme } from "@mantine/core";
import { useReducedMotion } from "@mantine/hooks";
import {
  Background,
  Controls,
  type Edge,
  type EdgeChange,
  type FinalConnectionState,
  type Connection as Joined,
  type Node,
  type NodeChange,
  ReactFlow,
  SelectionMode,
  useReactFlow,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import type { TFunction } from "i18next";
import { type DragEvent, memo, type MouseEvent as PointerAt, useCallback, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { NODE_HEIGHT, NODE_WIDTH } from "~/graph/geometry";
import type { FlowProblem } from "../api";
import type { Place } from "../document/document";
import { groupOf } from "../document/groups";
import { type KindOf, type Port, refusal } from "../document/kinds";
import type { NodeWish } from "../document/nodes";
import type { Editor } from "../editor";
import { PALETTE_TYPE, wishIn } from "../palette/items";
import { DesignEdge } from "./DesignEdge";
import { DesignNode } from "./DesignNode";
import { noteOf } from "./elements";
import { FoldedBox, FrameBox } from "./FrameBox";
import { NoteBox } from "./NoteBox";
import { Overview } from "./Overview";
import { Refused } from "./Refused";
import { type Found, useElements } from "./useElements";

const KINDS = { box: DesignNode, note: NoteBox, frame: FrameBox, folded: FoldedBox };
const LINES = { line: DesignEdge };
/** More nodes than that are drawn only while they are in sight. */
const MANY = 100;
const GRID: [number, number] = [10, 10];
const WITH_OTHERS = ["Meta", "Control", "Shift"];

export interface CanvasCommands {
  connect: (wish: { source: string; port: Port; target: string; instead?: string }) => void;
  /** A node that was dragged onto a line. */
  splice: (edge: string, node: string) => void;
  drop: (wish: NodeWish, at: Place, edge: string | undefined) => void;
  /** A line was drawn to where nothing is. */
  ask: (from: { node: string; port: Port }, at: Place) => void;
  /** A double click, where nothing is. */
  askAt: (at: Place) => void;
}

interface CanvasProps {
  editor: Editor;
  kindOf: KindOf;
  problems: readonly FlowProblem[];
  found: Found;
  commands: CanvasCommands;
  snaps: boolean;
  label: string;
}

/** The flow to be drawn: by mouse; the keys are the designer's. */
export const Canvas = memo(function Canvas(props: CanvasProps) {
  const { editor, kindOf, problems, found, commands, snaps, label } = props;
  const { t } = useTranslation();
  const scheme = useComputedColorScheme();
  const isCalm = useReducedMotion();
  const { screenToFlowPosition } = useReactFlow();
  const { nodes, edges, onNodesChange, drop, forget } = useElements({ editor, kindOf, problems, found });
  const redrawn = useRef<string>(undefined);
  /** Several are being selected by a box. */
  const boxing = useRef(false);

  const allows = useCallback(
    ({
      source,
      sourceHandle,
      target,
    }: Pick<Joined, "source" | "target"> & { sourceHandle?: string | null }) =>
      refusal(
        editor.now(),
        { source, port: (sourceHandle ?? "next") as Port, target, instead: redrawn.current },
        kindOf,
      ) === undefined,
    [editor.now, kindOf],
  );
  // What React Flow is given stays the same while something is dragged: whatever is new is told to everything drawn.
  const join = useCallback(
    ({ source, sourceHandle, target }: Joined) =>
      commands.connect({
        source,
        port: (sourceHandle ?? "next") as Port,
        target,
        ...(redrawn.current !== undefined && { instead: redrawn.current }),
      }),
    [commands],
  );
  const ended = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      if (state.toNode !== null || state.fromNode === null || !("clientX" in event)) return;
      const port = (state.fromHandle?.id ?? "next") as Port;
      commands.ask({ node: state.fromNode.id, port }, { x: event.clientX, y: event.clientY });
    },
    [commands],
  );
  const stopped = useCallback(
    (_: unknown, node: Node) => {
      const line = node.type === "box" ? lineUnder(node, editor) : undefined;
      drop();
      if (line !== undefined) commands.splice(line, node.id);
    },
    [commands, editor, drop],
  );
  const dropped = useCallback(
    (event: DragEvent) => {
      const wish = wishIn(event.dataTransfer);
      if (wish === undefined) return;
      event.preventDefault();
      const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
      const line = lineAt(event.clientX, event.clientY);
      commands.drop(wish, { x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 }, line);
    },
    [commands, screenToFlowPosition],
  );
  const nodesChanged = useCallback(
    (changes: NodeChange[]) => {
      chosen(changes, editor, boxing.current);
      onNodesChange(changes);
    },
    [editor, onNodesChange],
  );
  const boxes = useCallback(() => {
    boxing.current = true;
  }, []);
  const boxed = useCallback(() => {
    boxing.current = false;
  }, []);
  const linesChanged = useCallback((changes: EdgeChange[]) => chosenLines(changes, editor), [editor]);
  const redraws = useCallback((_: unknown, edge: Edge) => {
    redrawn.current = edge.id;
  }, []);
  const redrew = useCallback(() => {
    redrawn.current = undefined;
  }, []);
  const rejoin = useCallback((_: unknown, connection: Joined) => join(connection), [join]);
  const asked = useCallback(
    (event: PointerAt) => {
      if ((event.target as Element).classList.contains("react-flow__pane"))
        commands.askAt({ x: event.clientX, y: event.clientY });
    },
    [commands],
  );
  const spoken = useMemo(() => wordsFor(t), [t]);
  const fitting = useMemo(() => ({ maxZoom: 1, duration: isCalm ? 0 : 250 }), [isCalm]);
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={KINDS}
      edgeTypes={LINES}
      colorMode={scheme}
      onNodesChange={nodesChanged}
      onEdgesChange={linesChanged}
      onNodeDragStop={stopped}
      onSelectionDragStop={drop}
      onSelectionStart={boxes}
      onSelectionEnd={boxed}
      onConnect={join}
      onConnectEnd={ended}
      isValidConnection={allows}
      connectOnClick={false}
      connectionRadius={24}
      onReconnectStart={redraws}
      onReconnect={rejoin}
      onReconnectEnd={redrew}
      onNodesDelete={forget}
      deleteKeyCode={null}
      selectionKeyCode="Shift"
      multiSelectionKeyCode={WITH_OTHERS}
      selectionMode={SelectionMode.Partial}
      panActivationKeyCode="Space"
      zoomOnDoubleClick={false}
      snapToGrid={snaps}
      snapGrid={GRID}
      minZoom={0.05}
      maxZoom={2}
      onlyRenderVisibleElements={nodes.length > MANY}
      elevateNodesOnSelect={false}
      onDoubleClick={asked}
      onDragOver={dragsOver}
      onDrop={dropped}
      ariaLabelConfig={spoken}
      aria-label={label}
    >
      <Background gap={GRID[0] * 2} />
      <Controls showInteractive={false} fitViewOptions={fitting} />
      <Overview />
      <Refused kindOf={kindOf} now={editor.now} instead={redrawn} />
    </ReactFlow>
  );
});

/** What React Flow says to those who do not see it. */
function wordsFor(t: TFunction) {
  return {
    "node.a11yDescription.default": t("designer.nodeHelp"),
    "node.a11yDescription.keyboardDisabled": t("designer.nodeHelp"),
    "edge.a11yDescription.default": t("designer.edgeHelp"),
    "controls.zoomIn.ariaLabel": t("graph.zoomIn"),
    "controls.zoomOut.ariaLabel": t("graph.zoomOut"),
    "controls.fitView.ariaLabel": t("graph.fit"),
    "controls.ariaLabel": t("graph.controls"),
    "minimap.ariaLabel": t("graph.map"),
  };
}

function dragsOver(event: DragEvent): void {
  if (event.dataTransfer.types.includes(PALETTE_TYPE)) event.preventDefault();
}

/** What was selected by mouse or by Enter. A box selects what is in frames, never the frame that it is drawn in. */
function chosen(changes: NodeChange[], editor: Editor, isBoxing: boolean): void {
  const selections = changes.filter((each) => each.type === "select");
  if (selections.length === 0) return;
  const { nodes, notes, groups, edges } = editor.chosen();
  const [ids, texts, frames] = [new Set(nodes), new Set(notes), new Set(groups)];
  for (const { id, selected } of selections) {
    const [note, group] = [noteOf(id), groupOf(id)];
    const among = note !== undefined ? texts : group !== undefined ? frames : ids;
    const part = note ?? group ?? id;
    if (!selected) among.delete(part);
    else if (group === undefined || !isBoxing) among.add(part);
  }
  editor.select({ nodes: [...ids], notes: [...texts], groups: [...frames], edges });
}

function chosenLines(changes: EdgeChange[], editor: Editor): void {
  const selections = changes.filter((each) => each.type === "select");
  if (selections.length === 0) return;
  const { nodes, notes, groups, edges } = editor.chosen();
  const keys = new Set(edges);
  for (const { id, selected } of selections) {
    if (selected) keys.add(id);
    else keys.delete(id);
  }
  editor.select({ nodes, notes, groups, edges: [...keys] });
}

/** The line at a point of the window. */
function lineAt(x: number, y: number): string | undefined {
  for (const element of window.document.elementsFromPoint(x, y)) {
    const id = element.closest(".react-flow__edge")?.getAttribute("data-id");
    if (id) return id;
  }
  return undefined;
}

/** The line that a node without lines of its own was dropped on. */
function lineUnder(node: Node, editor: Editor): string | undefined {
  const { edges } = editor.now();
  if (edges.some((edge) => edge.source === node.id || edge.target === node.id)) return undefined;
  const element = window.document.querySelector(`.react-flow__node[data-id="${CSS.escape(node.id)}"]`);
  const box = element?.getBoundingClientRect();
  return box && lineAt(box.x + box.width / 2, box.y + box.height / 2);
}
