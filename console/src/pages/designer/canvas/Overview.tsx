import { MiniMap, useStore } from "@xyflow/react";
import { useTranslation } from "react-i18next";

/** All of the flow, small, where only a part of it is in sight. */
export function Overview() {
  const { t } = useTranslation();
  const isPart = useStore(({ nodeLookup, width, height, transform: [x, y, zoom] }) => {
    for (const { position, width: wide = 0, height: high = 0 } of nodeLookup.values()) {
      const [left, top] = [position.x * zoom + x, position.y * zoom + y];
      if (left < 0 || top < 0 || left + wide * zoom > width || top + high * zoom > height) return true;
    }
    return false;
  });
  if (!isPart) return null;
  return (
    <MiniMap
      pannable
      zoomable
      ariaLabel={t("graph.map")}
      className="ren-graph-map"
      style={{ width: 150, height: 100 }}
      nodeBorderRadius={12}
      offsetScale={1}
      nodeClassName={({ type }) =>
        type === "note" ? "ren-map-amber" : type === "frame" ? "ren-map-frame" : "ren-map-grey"
      }
    />
  );
}
