import { BaseEdge, type EdgeProps, getBezierPath } from "@xyflow/react";
import { type MouseEvent, memo } from "react";
import { useTranslation } from "react-i18next";
import { NODE_WIDTH } from "~/graph/geometry";
import { lineThrough } from "~/graph/line";
import { useCommands } from "../context";
import type { LineData } from "./elements";

const ASIDE = 18;

/** A line on the designer's canvas, with a "+" in its middle that puts a node into it. */
export const DesignEdge = memo(function DesignEdge(edge: EdgeProps) {
  const { t } = useTranslation();
  const { addInto } = useCommands();
  const { problem } = edge.data as LineData;
  const [path, x, y] = pathOf(edge);
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

/** Down it is a curve; what leads back goes round its nodes. */
function pathOf(edge: EdgeProps): [path: string, x: number, y: number] {
  const { sourceX, sourceY, targetX, targetY } = edge;
  if (targetY > sourceY + ASIDE || edge.sourcePosition === "right") {
    const [path, x, y] = getBezierPath(edge);
    return [path, x, y];
  }
  const lane = Math.max(sourceX, targetX) + NODE_WIDTH / 2 + 2 * ASIDE;
  return lineThrough([
    { x: sourceX, y: sourceY },
    { x: sourceX, y: sourceY + ASIDE },
    { x: lane, y: sourceY + ASIDE },
    { x: lane, y: targetY - ASIDE },
    { x: targetX, y: targetY - ASIDE },
    { x: targetX, y: targetY },
  ]);
}
