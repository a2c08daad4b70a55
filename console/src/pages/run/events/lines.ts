// What is kept of a run and what came over the stream, as one list.
import type { Signal } from "~/api/types";
import type { RunEvent } from "~/live/events";

export interface Line {
  key: string;
  ts: string;
  type: string;
  data: unknown;
  /** Kept by the server; the others only came by. */
  isStored: boolean;
}

/** Newest first. */
export function linesOf(signals: readonly Signal[], events: readonly RunEvent[]): Line[] {
  const stored = signals.map(({ id, ts, type, payload }) => ({
    key: `stored ${id}`,
    ts,
    type,
    data: payload,
    isStored: true,
  }));
  const live = events.map(({ seq, ts, type, data }) => ({ key: seq, ts, type, data, isStored: false }));
  return [...stored, ...live].sort((one, other) => Date.parse(other.ts) - Date.parse(one.ts));
}
