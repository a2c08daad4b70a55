// Which part of a graph is shown, and how large. Nothing here draws.
import { extentOf, NODE_HEIGHT, NODE_WIDTH, type Place, type Size } from "./geometry";

/** Smaller boxes are hard to read: then rather a part of the graph. */
export const READABLE = 0.7;
const LARGEST = 1;
const MARGIN = 24;

export interface Viewport {
  x: number;
  y: number;
  zoom: number;
}

/**
 * The whole graph where that can be read; else as much of its width as can be, around the place `focus`.
 * Without a focus, its beginning.
 */
export function viewportFor(places: readonly Place[], size: Size, focus: Place | undefined): Viewport {
  const extent = extentOf(places);
  const [left, top] = [extent.x - MARGIN, extent.y - MARGIN];
  const [width, height] = [extent.width + 2 * MARGIN, extent.height + 2 * MARGIN];
  const whole = Math.min(size.width / width, size.height / height, LARGEST);
  const zoom = whole >= READABLE ? whole : Math.max(READABLE, Math.min(size.width / width, LARGEST));
  const at = focus ?? { x: left + (width - NODE_WIDTH) / 2, y: top };
  return {
    x: offset(left, width, size.width / zoom, at.x + NODE_WIDTH / 2) * zoom,
    y: offset(top, height, size.height / zoom, at.y + NODE_HEIGHT / 2) * zoom,
    zoom,
  };
}

/** Where the graph begins along one axis: in the middle where it fits, else so that `focus` is in sight. */
function offset(start: number, extent: number, room: number, focus: number): number {
  if (extent <= room) return (room - extent) / 2 - start;
  const wanted = focus - room / 2;
  return -Math.min(Math.max(wanted, start), start + extent - room);
}

/** Whether all of a node is in sight. */
export function isInSight({ x, y }: Place, size: Size, view: Viewport): boolean {
  const [left, top] = [x * view.zoom + view.x, y * view.zoom + view.y];
  return (
    left >= 0 &&
    top >= 0 &&
    left + NODE_WIDTH * view.zoom <= size.width &&
    top + NODE_HEIGHT * view.zoom <= size.height
  );
}
