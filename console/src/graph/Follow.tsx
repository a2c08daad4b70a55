import { useReducedMotion } from "@mantine/hooks";
import { useReactFlow, useStore } from "@xyflow/react";
import { useEffect, useLayoutEffect, useRef } from "react";
import type { Place } from "./geometry";
import { isInSight, viewportFor } from "./viewport";

/** A loop that runs through its nodes in no time must not shake the picture. */
const STAYS_MS = 500;
const MOVE_MS = 300;

interface FollowProps {
  places: Map<string, Place>;
  /** The node to be seen: at first, and whenever it is another. */
  focus: string | undefined;
  /** Where a reader begins, as long as there is none. */
  start: Place | undefined;
  /** The reader moved the picture by hand, and keeps what is seen. */
  isHeld: () => boolean;
}

/** Inside a graph: chooses the part that is in sight, and goes along with the node that runs. */
export function Follow({ places, focus, start, isHeld }: FollowProps) {
  const { setViewport, getViewport } = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const isCalm = useReducedMotion();
  const at = focus === undefined ? undefined : places.get(focus);
  const newest = useRef(at);
  useLayoutEffect(() => {
    newest.current = at;
  }, [at]);

  useLayoutEffect(() => {
    if (width === 0 || height === 0 || isHeld()) return;
    void setViewport(viewportFor([...places.values()], { width, height }, newest.current ?? start));
  }, [places, start, width, height, setViewport, isHeld]);

  useEffect(() => {
    if (at === undefined || width === 0) return;
    const size = { width, height };
    const timer = setTimeout(() => {
      if (isHeld() || isInSight(at, size, getViewport())) return;
      const view = viewportFor([...places.values()], size, at);
      void setViewport(view, { duration: isCalm ? 0 : MOVE_MS });
    }, STAYS_MS);
    return () => clearTimeout(timer);
  }, [at, places, width, height, isCalm, setViewport, getViewport, isHeld]);

  return null;
}
