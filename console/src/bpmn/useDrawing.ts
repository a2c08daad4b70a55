import type BaseViewer from "bpmn-js/lib/BaseViewer";
import { type RefObject, useEffect, useState } from "react";
import { newViewer, serviceOf } from "./viewer";

/** A drawing that is in sight. */
export interface Shown {
  viewer: BaseViewer;
  /** The drawing of the file that is open, where it has several. */
  diagram: string | undefined;
}

/** Shows the file's drawing in the place; `onTrouble` is told why it cannot be shown. */
export function useDrawing(
  place: RefObject<HTMLDivElement | null>,
  xml: string,
  diagram: string | undefined,
  onTrouble: (why: string) => void,
): Shown | undefined {
  const [shown, setShown] = useState<Shown>();
  useEffect(() => {
    if (place.current === null) return;
    const viewer = newViewer(place.current);
    let isGone = false;
    viewer.importXML(xml, diagram).then(
      () => {
        if (isGone) return;
        if (
          serviceOf(viewer, "elementRegistry").filter((each) => each.businessObject !== undefined).length < 2
        )
          onTrouble("nothing is drawn");
        else setShown({ viewer, diagram });
      },
      (error: unknown) => {
        if (!isGone) onTrouble(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      isGone = true;
      setShown(undefined);
      viewer.destroy();
    };
  }, [place, xml, diagram, onTrouble]);
  return shown;
}
