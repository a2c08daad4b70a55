// Which way a graph is laid out: chosen by its form, or by the reader. Nothing here draws.
import type { FlowDocument } from "~/api/types";
import { extentOf, type Layout, SHAPES, type Size } from "./geometry";
import { isPlaced, layoutOf, turned } from "./layout";
import { READABLE } from "./viewport";

export const CHOICES = ["auto", ...SHAPES] as const;
/** The reader's wish; "auto" leaves it to the graph's form. */
export type Choice = (typeof CHOICES)[number];

const KEY = "renflow.graph";
/** Another shape must show the graph so much larger than the plain one, from top to bottom. */
const WORTH = 1.15;

export function keptChoice(): Choice {
  const kept = localStorage.getItem(KEY);
  return CHOICES.find((each) => each === kept) ?? "auto";
}

export function keepChoice(choice: Choice): void {
  localStorage.setItem(KEY, choice);
}

/** The layout that is wished for; without a wish the author's places, else what shows the graph largest. */
export function chosenLayout(document: FlowDocument, choice: Choice, room: Size): Layout {
  if (choice !== "auto" && (choice !== "placed" || isPlaced(document)))
    return layoutOf(document, choice, room);
  if (isPlaced(document)) return layoutOf(document, "placed", room);
  const down = layoutOf(document, "down", room);
  const extent = extentOf(down.places.values());
  const plain = zoomOf(extent, room);
  if (plain >= READABLE) return down;
  const columns = layoutOf(document, "wrapped", room);
  // Half a column beside one is worse than one.
  const fits = (columns.columns[1] ?? Number.POSITIVE_INFINITY) * READABLE <= room.width;
  const wrapped = fits ? zoomOf(extentOf(columns.places.values()), room) : 0;
  const right = zoomOf(turned(extent), room);
  if (Math.max(wrapped, right) <= plain * WORTH) return down;
  return wrapped >= right ? columns : layoutOf(document, "right", room);
}

/** How large all of it can be shown, 1 at most. */
function zoomOf({ width, height }: Size, room: Size): number {
  return Math.min(1, room.width / (width + 48), room.height / (height + 48));
}
