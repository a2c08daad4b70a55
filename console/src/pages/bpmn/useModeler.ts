import type Modeler from "bpmn-js/lib/Modeler";
import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import { newModeler, type Words } from "~/bpmn/modeler";
import type { Services } from "~/bpmn/services";
import { showAll } from "~/bpmn/showAll";
import { serviceOf } from "~/bpmn/viewer";

const SETTLED_MS = 400;
const PALETTE = 120;
const ROOM = 0.6;

export interface Drawing {
  modeler: Modeler;
  /** The file as it is drawn now; the very text that was imported where nothing was changed, or all is undone. */
  write: () => Promise<string>;
}

interface Heard {
  /** Another one with each change or selection, so that what reads the drawing does so again. */
  onDrawing: (drawing: Drawing | undefined) => void;
  onText: (text: string) => void;
  onTrouble: (why: string) => void;
}

/** A modeler in the place, with this file. */
export function useModeler(
  place: RefObject<HTMLDivElement | null>,
  given: string,
  words: Words | undefined,
  heard: Heard,
): void {
  // What is drawn is not imported again because it changed.
  const [xml] = useState(given);
  const onDrawing = useEffectEvent(heard.onDrawing);
  const onText = useEffectEvent(heard.onText);
  const onTrouble = useEffectEvent(heard.onTrouble);
  useEffect(() => {
    if (place.current === null) return;
    const modeler = newModeler(place.current, words);
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const write = async () => {
      serviceOf(modeler, "directEditing").complete();
      if (!serviceOf(modeler, "commandStack").canUndo()) return xml;
      return (await modeler.saveXML({ format: true })).xml ?? xml;
    };
    const settled = async () => {
      if (serviceOf(modeler, "directEditing").isActive()) return changed();
      const text = await write();
      if (!isGone) onText(text);
    };
    const changed = () => {
      if (isGone) return;
      onDrawing({ modeler, write });
      clearTimeout(waiting);
      waiting = setTimeout(() => void settled(), SETTLED_MS);
    };
    modeler.importXML(xml).then(
      () => {
        if (isGone) return;
        showBesidePalette(serviceOf(modeler, "canvas"));
        const bus = serviceOf(modeler, "eventBus");
        bus.on("commandStack.changed", changed);
        bus.on("selection.changed", () => !isGone && onDrawing({ modeler, write }));
        onDrawing({ modeler, write });
      },
      (error: unknown) => {
        if (!isGone) onTrouble(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      isGone = true;
      clearTimeout(waiting);
      onDrawing(undefined);
      modeler.destroy();
    };
  }, [place, xml, words]);
}

/** The palette stands on the left of the canvas: what is drawn begins beside it. */
function showBesidePalette(canvas: Services["canvas"]): void {
  showAll(canvas);
  const { scale, outer } = canvas.viewbox();
  canvas.zoom(scale * Math.max(ROOM, 1 - PALETTE / outer.width), "auto");
  canvas.scroll({ dx: PALETTE / 2, dy: 0 });
}
