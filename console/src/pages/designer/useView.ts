// Where the reader looks: the part of the canvas in sight, what has the focus, what was searched.
import { useReducedMotion } from "@mantine/hooks";
import { useReactFlow } from "@xyflow/react";
import { useCallback, useEffect, useRef, useState } from "react";
import { NODE_HEIGHT, NODE_WIDTH } from "~/graph/geometry";
import { found } from "~/graph/search";
import { isInSight, viewportFor } from "~/graph/viewport";
import type { FlowDocument, Place } from "./document/document";
import { expandedFor } from "./document/groups";
import { placesOf } from "./document/places";
import type { Editor } from "./editor";
import type { FlowSearch } from "./SearchBox";

const MOVE_MS = 250;
const CLOSE = 0.9;

export function useView(editor: Editor) {
  const { setCenter, getZoom, getViewport, setViewport, screenToFlowPosition, fitView } = useReactFlow();
  const isCalm = useReducedMotion();
  const duration = isCalm ? 0 : MOVE_MS;
  const frame = useRef<HTMLDivElement>(null);
  const [search, setSearch] = useState<FlowSearch>({ text: "", ids: [], at: 0 });
  const focusing = useRef<string>(undefined);

  const size = useCallback(() => {
    const box = frame.current?.getBoundingClientRect();
    return { left: box?.left ?? 0, top: box?.top ?? 0, width: box?.width ?? 800, height: box?.height ?? 600 };
  }, []);

  /** Show a node; `isSeen`: only where it is not in sight anyway. */
  const show = useCallback(
    (id: string, isSeen = false) => {
      const place = placesOf(editor.now()).get(id);
      if (place === undefined) return;
      editor.apply(expandedFor(editor.now(), id), "expand");
      if (isSeen && isInSight(place, size(), getViewport())) return;
      const zoom = Math.max(CLOSE, Math.min(getZoom(), 1));
      void setCenter(place.x + NODE_WIDTH / 2, place.y + NODE_HEIGHT / 2, { zoom, duration });
    },
    [editor.now, editor.apply, getViewport, getZoom, setCenter, size, duration],
  );

  /** Put the keyboard's focus onto what is drawn by that key, as soon as it is. */
  const focusKey = useCallback((key: string) => {
    focusing.current = key;
    focusDrawn(focusing, frame.current, 20);
  }, []);
  const focus = useCallback(
    (id: string) => {
      show(id, true);
      focusKey(id);
    },
    [show, focusKey],
  );

  const look = (text: string) => {
    const ids = found(editor.now().nodes, text);
    setSearch({ text, ids, at: 0 });
    if (ids[0] !== undefined) show(ids[0]);
  };
  const step = (by: 1 | -1) => {
    const { ids, at } = search;
    if (ids.length === 0) return;
    const next = (at + by + ids.length) % ids.length;
    setSearch({ ...search, at: next });
    const id = ids[next] ?? "";
    show(id);
    editor.select({ nodes: [id] });
  };

  const middle = useCallback((): Place => {
    const { left, top, width, height } = size();
    const at = screenToFlowPosition({ x: left + width / 2, y: top + height / 2 });
    return { x: Math.round(at.x - NODE_WIDTH / 2), y: Math.round(at.y - NODE_HEIGHT / 2) };
  }, [size, screenToFlowPosition]);

  /** A point of the window beside a node: where a list is to open. */
  const beside = useCallback(
    (selector: string) => {
      const box = frame.current?.querySelector(selector)?.getBoundingClientRect();
      const { left, top, width, height } = size();
      return box ? { x: box.left, y: box.bottom + 6 } : { x: left + width / 2 - 150, y: top + height / 4 };
    },
    [size],
  );

  // Once, at first: afterwards what is in sight is the reader's.
  useEffect(() => {
    const places = [...placesOf(editor.now()).values()];
    if (places.length > 0) void setViewport(viewportFor(places, size(), places[0]));
  }, [editor.now, setViewport, size]);

  const fit = useCallback(() => void fitView({ maxZoom: 1, duration, padding: 0.1 }), [fitView, duration]);
  return { frame, search, look, step, show, focus, focusKey, middle, beside, fit };
}

function focusDrawn(wish: { current: string | undefined }, frame: HTMLElement | null, tries: number): void {
  const id = wish.current;
  if (id === undefined || tries === 0) return;
  const element = frame?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
  if (element) {
    wish.current = undefined;
    element.focus({ preventScroll: true });
  } else requestAnimationFrame(() => focusDrawn(wish, frame, tries - 1));
}

/** The node that follows another along the flow, or leads to it. */
export function neighbour({ edges }: FlowDocument, id: string, by: 1 | -1): string | undefined {
  return by === 1
    ? edges.find((edge) => edge.source === id)?.target
    : edges.find((edge) => edge.target === id)?.source;
}
