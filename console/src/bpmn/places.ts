import type BaseViewer from "bpmn-js/lib/BaseViewer";
import { serviceOf } from "./viewer";

/** Smaller, the drawing is looked at for its form: nothing on it could be read. */
const LEAST_ZOOM = 0.25;

/** Gives, for an element, the place over it that moves with it; undefined: it is not drawn. */
export function places(viewer: BaseViewer): (id: string) => HTMLElement | undefined {
  const held = new Map<string, HTMLElement>();
  return (id) => {
    const element = serviceOf(viewer, "elementRegistry").get(id);
    if (element === undefined) return undefined;
    const known = held.get(id);
    if (known !== undefined) return known;
    const html = document.createElement("div");
    html.className = "ren-bpmn-badges";
    html.style.width = `${element.width}px`;
    html.style.height = `${element.height}px`;
    held.set(id, html);
    serviceOf(viewer, "overlays").add(id, {
      position: { top: 0, left: 0 },
      html,
      show: { minZoom: LEAST_ZOOM },
      scale: true,
    });
    return html;
  };
}
