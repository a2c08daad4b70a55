import { useEffect } from "react";
import type { Run } from "~/api/types";
import { useRun, useRunLive } from "~/live/useRunLive";

/** Keeps up with a run, and hands on how it stands. Draws nothing: the canvas around it stays what it is. */
export function Watch({ id, onRun }: { id: string; onRun: (run: Run | undefined) => void }) {
  useRunLive(id);
  const { data } = useRun(id);
  useEffect(() => onRun(data), [data, onRun]);
  useEffect(() => () => onRun(undefined), [onRun]);
  return null;
}
