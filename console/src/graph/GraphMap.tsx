import { MiniMap, useStore } from "@xyflow/react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { NodeState } from "~/api/types";
import { nodeLook } from "~/components/StatusBadge";
import type { Place, Size } from "./geometry";

interface GraphMapProps {
  extent: Place & Size;
  states: NodeState[] | undefined;
  onHold: () => void;
}

/** All of a graph, small, where only a part of it is in sight. */
export function GraphMap({ extent, states, onHold }: GraphMapProps) {
  const { t } = useTranslation();
  const isPart = useStore(({ width, height, transform: [, , zoom] }) => {
    return extent.width * zoom > width || extent.height * zoom > height;
  });
  const looks = useMemo(
    () => new Map(states?.map(({ id, status }) => [id, nodeLook(status).colour])),
    [states],
  );
  if (!isPart) return null;
  const isTall = extent.height > extent.width * 1.5;
  return (
    <MiniMap
      pannable
      zoomable
      onClick={onHold}
      ariaLabel={t("graph.map")}
      className="ren-graph-map"
      style={isTall ? { width: 62, height: 150 } : { width: 150, height: 92 }}
      nodeBorderRadius={12}
      offsetScale={1}
      nodeClassName={({ id }) => `ren-map-${looks.get(id) ?? "grey"}`}
    />
  );
}
