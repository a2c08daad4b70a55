import type { Services } from "./services";

const ROOM = 0.94;

/** All of a drawing, with a margin for what is shown on its elements. */
export function showAll(canvas: Services["canvas"]): void {
  canvas.resized();
  canvas.zoom("fit-viewport", "auto");
  const { scale } = canvas.viewbox();
  if (scale < 1) canvas.zoom(scale * ROOM, "auto");
}
