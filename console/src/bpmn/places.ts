import type BaseViewer from "bpmn-js/lib/BaseViewer";
import { serviceOf } from "./viewer";

/** Smaller, the drawing is looked at for its form: nothing on it could be read. */
const LEAST_ZOOM = 0.25;

export interface Places {
  /** The place over an element that moves with it; undefined: it is not drawn. */
  of: (id: string) => HTMLElement | undefined;
  /** Those of these elements that are in sight, or nearly, and large enough to be read. */
  inSight: (ids: Iterable<string>) => string[];
  /** Tells, once a frame at most, that others may be in sight; returns how not to be told any more. */
  onMoved: (heard: () => void) => () => void;
  leave: () => void;
}

/**
 * Places over the elements of a drawing. They lie in one layer that is moved as a whole: the overlays of bpmn-js measure
 * the canvas for each of them, which takes the longer the more there are.
 */
export function places(viewer: BaseViewer): Places {
  const canvas = serviceOf(viewer, "canvas");
  const registry = serviceOf(viewer, "elementRegistry");
  const bus = serviceOf(viewer, "eventBus");
  const layer = document.createElement("div");
  layer.className = "ren-bpmn-layer";
  canvas.getContainer().append(layer);
  const held = new Map<string, HTMLElement>();
  const move = () => {
    const { x, y, scale } = canvas.viewbox();
    layer.style.transform = `matrix(${scale}, 0, 0, ${scale}, ${-x * scale}, ${-y * scale})`;
    layer.hidden = scale < LEAST_ZOOM;
  };
  // What is in a collapsed sub-process is on a plane of its own.
  const isInSight = (id: string) => {
    const element = registry.get(id);
    return element !== undefined && canvas.findRoot(element) === canvas.getRootElement();
  };
  const turn = () => {
    for (const [id, place] of held) place.hidden = !isInSight(id);
    move();
  };
  bus.on("canvas.viewbox.changed", move);
  bus.on("root.set", turn);
  move();
  const listeners = new Set<() => void>();
  let frame = 0;
  const moved = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      for (const heard of listeners) heard();
    });
  };
  bus.on("canvas.viewbox.changed", moved);
  bus.on("root.set", moved);
  return {
    inSight: (ids) => {
      const { x, y, width, height, scale } = canvas.viewbox();
      if (scale < LEAST_ZOOM) return [];
      const [left, right] = [x - width / 2, x + 1.5 * width];
      const [top, bottom] = [y - height / 2, y + 1.5 * height];
      return [...ids].filter((id) => {
        const it = registry.get(id);
        if (it === undefined || it.x > right || it.y > bottom) return false;
        return it.x + it.width >= left && it.y + it.height >= top && isInSight(id);
      });
    },
    onMoved: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    of: (id) => {
      const known = held.get(id);
      if (known !== undefined) return known;
      const element = registry.get(id);
      if (element === undefined) return undefined;
      const place = document.createElement("div");
      place.className = "ren-bpmn-badges";
      place.dataset.badgesOf = id;
      Object.assign(place.style, {
        left: `${element.x}px`,
        top: `${element.y}px`,
        width: `${element.width}px`,
        height: `${element.height}px`,
      });
      place.hidden = !isInSight(id);
      held.set(id, place);
      layer.append(place);
      return place;
    },
    leave: () => {
      bus.off("canvas.viewbox.changed", move);
      bus.off("root.set", turn);
      bus.off("canvas.viewbox.changed", moved);
      bus.off("root.set", moved);
      cancelAnimationFrame(frame);
      layer.remove();
    },
  };
}
