// What interrupted a run, as marks on its line of time.
import type { Signal } from "~/api/types";

export const KINDS = [
  "pause",
  "question",
  "wait_armed",
  "wait_met",
  "resume",
  "crash",
  "restart",
  "stalled",
] as const;
export type Kind = (typeof KINDS)[number];

export interface Mark {
  id: number;
  at: number;
  kind: Kind;
}

export const COLOURS: Record<Kind, string> = {
  pause: "amber",
  question: "amber",
  wait_armed: "amber",
  wait_met: "green",
  resume: "blue",
  crash: "red",
  restart: "green",
  stalled: "grey",
};

/** The marks between two moments, in milliseconds; oldest first as the signals are. */
export function marksOf(signals: readonly Signal[], from: number, to: number): Mark[] {
  return signals.flatMap((signal) => {
    const kind = kindOf(signal);
    const at = Date.parse(signal.ts);
    return kind === null || at < from || at > to ? [] : [{ id: signal.id, at, kind }];
  });
}

/** How many there are of each kind. */
export function sums(marks: readonly Mark[]): Array<[kind: Kind, count: number]> {
  return KINDS.map((kind): [Kind, number] => [
    kind,
    marks.filter((mark) => mark.kind === kind).length,
  ]).filter(([, count]) => count > 0);
}

function kindOf({ type, payload }: Signal): Kind | null {
  if (type === "interrupt") return interruptionOf(payload.reason);
  return KINDS.find((kind) => kind === type) ?? null;
}

/** A run that leaves to wait has said what it waits for already. */
function interruptionOf(reason: unknown): Kind | null {
  if (reason === "form" || reason === "waiting") return null;
  return reason === "question" ? "question" : "pause";
}
