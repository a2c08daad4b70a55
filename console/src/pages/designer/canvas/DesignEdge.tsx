import { BaseEdge, type EdgeProps, getBezierPath } from "@xyflow/react";
import { type MouseEvent, memo } from "react";
import { useTranslation } from "react-i18next";
import { lineThrough } from "~/graph/line";
import { useCommands } from "../context";
import type { LineData } from "./elements";

const TURN = 20;
/** So many numbers has a line that leaves a side of its box, and goes beside what is in its way. */
const BESIDE = 6;

/** A line on the designer's canvas, with a "+" in its middle that puts a node into it. */
export const DesignEdge = memo(function DesignEdge(edge: EdgeProps) {
  const { t } = useTranslation();
  const { addInto } = useCommands();
  const { problem, bends } = edge.data as LineData;
  const [path, x, y] = pathOf(edge, bends);
  const hasLabel = edge.label !== undefined;
  const add = (event: MouseEvent) => {
    event.stopPropagation();
    addInto(edge.id, { x: event.clientX, y: event.clientY });
  };
  return (
    <g data-problem={problem}>
      <BaseEdge
        id={edge.id}
        path={path}
        labelX={x}
        labelY={y}
        label={edge.label}
        interactionWidth={24}
        {...(edge.markerEnd !== undefined && { markerEnd: edge.markerEnd })}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: by keyboard the line itself is selected, and "i" does it */}
      <g
        className="ren-edge-add nodrag nopan"
        transform={`translate(${x}, ${hasLabel ? y + 20 : y})`}
        onClick={add}
      >
        <title>{t("designer.insert")}</title>
        <circle r={9} />
        <path d="M-4 0h8M0 -4v8" />
      </g>
    </g>
  );
});

/** A curve, or a line round what is in its way. */
function pathOf(edge: EdgeProps, bends: string): [path: string, x: number, y: number] {
  const { sourceX, sourceY, targetX, targetY } = edge;
  if (bends === "") {
    const [path, x, y] = getBezierPath(edge);
    return [path, x, y];
  }
  const numbers = bends.split(" ").map(Number);
  if (numbers.length === BESIDE) {
    const aside = numbers[0] ?? sourceX;
    return lineThrough([
      { x: sourceX, y: sourceY },
      { x: aside, y: sourceY },
      { x: aside, y: targetY - TURN },
      { x: targetX, y: targetY - TURN },
      { x: targetX, y: targetY },
    ]);
  }
  const lane = numbers[2] ?? sourceX;
  // The ends may be dragged while the lane stays.
  return lineThrough([
    { x: sourceX, y: sourceY },
    { x: sourceX, y: sourceY + TURN },
    { x: lane, y: sourceY + TURN },
    { x: lane, y: targetY - TURN },
    { x: targetX, y: targetY - TURN },
    { x: targetX, y: targetY },
  ]);
}
