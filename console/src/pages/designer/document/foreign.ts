// What React Flow keeps in a document for itself: left out of what is pasted, as the server leaves it out of what is
// imported. Nothing here draws.
import { isObject } from "./document";

const OF_BOTH = `ariaLabel ariaRole className deletable domAttributes focusable hidden selectable selected style zIndex`;
const OF_NODES = new Set(
  `connectable dragHandle draggable dragging expandParent extent handles height initialHeight initialWidth measured
  origin parentId parentNode positionAbsolute resizing sourcePosition targetPosition width ${OF_BOTH}`.split(
    /\s+/,
  ),
);
const OF_EDGES = new Set(
  `animated interactionWidth labelBgBorderRadius labelBgPadding labelBgStyle labelShowBg labelStyle markerEnd
  markerStart pathOptions reconnectable type updatable ${OF_BOTH}`.split(/\s+/),
);

/** A node without them; React Flow's own nodes show `data.label`, which is the node's label here. */
export function plainNode(node: Record<string, unknown>): Record<string, unknown> {
  const plain = without(node, OF_NODES);
  const data = plain.data;
  if (!isObject(data) || !("label" in data)) return plain;
  const { label, ...rest } = data;
  return { ...(typeof label === "string" && label !== "" && { label }), ...plain, data: rest };
}

export function plainEdge(edge: Record<string, unknown>): Record<string, unknown> {
  return without(edge, OF_EDGES);
}

function without(part: Record<string, unknown>, names: ReadonlySet<string>): Record<string, unknown> {
  if (!Object.keys(part).some((name) => names.has(name))) return part;
  return Object.fromEntries(Object.entries(part).filter(([name]) => !names.has(name)));
}
