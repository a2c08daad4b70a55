// Sizes and places of a graph's boxes. Nothing here draws.

export const NODE_WIDTH = 190;
export const NODE_HEIGHT = 54;

export interface Place {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export const SHAPES = ["down", "right", "wrapped", "placed"] as const;
/** From top to bottom; from left to right; from top to bottom in several columns; as the author placed the nodes. */
export type Shape = (typeof SHAPES)[number];

export interface Layout {
  shape: Shape;
  places: Map<string, Place>;
  /** Where each column ends; of a layout without columns, nothing. */
  columns: number[];
  /** By the number of the edge in the document: where its line bends. */
  bends: Map<number, Place[]>;
}

/** The smallest frame around all boxes. */
export function extentOf(places: Iterable<Place>): Place & Size {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of places) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + NODE_WIDTH);
    bottom = Math.max(bottom, y + NODE_HEIGHT);
  }
  if (left > right) return { x: 0, y: 0, width: NODE_WIDTH, height: NODE_HEIGHT };
  return { x: left, y: top, width: right - left, height: bottom - top };
}
