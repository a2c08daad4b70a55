import { BaseEdge, type EdgeProps, getBezierPath } from "@xyflow/react";
import { memo } from "react";
import type { Place } from "./geometry";
import { lineThrough } from "./line";

/** An edge: a curve, or a line that goes round what stands in its way. */
export const FlowLine = memo(function FlowLine(edge: EdgeProps) {
  const bends = edge.data?.bends as Place[] | undefined;
  const [path, x, y] =
    bends === undefined
      ? getBezierPath(edge)
      : lineThrough([{ x: edge.sourceX, y: edge.sourceY }, ...bends, { x: edge.targetX, y: edge.targetY }]);
  return (
    <BaseEdge
      id={edge.id}
      path={path}
      labelX={x}
      labelY={y}
      label={edge.label}
      {...(edge.markerEnd !== undefined && { markerEnd: edge.markerEnd })}
    />
  );
});
