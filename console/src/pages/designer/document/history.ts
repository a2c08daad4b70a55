// Undo and redo: every document there was, a hundred steps back. Nothing here draws.
import type { FlowDocument } from "./document";

const MOST = 100;
/** Keystrokes, and steps with the arrow keys, that follow each other so fast are one step. */
const BURST_MS = 1_000;

interface Step {
  document: FlowDocument;
  /** What led from it to the next, in a word that the catalog has. */
  what: string;
}

export interface History {
  past: readonly Step[];
  present: FlowDocument;
  future: readonly Step[];
  /** What is going on, if another change of the same kind joins it; and until when. */
  burst: { group: string; until: number } | null;
}

export interface Change {
  what: string;
  /** Changes of the same group that follow each other fast are undone at once: such as those of one field. */
  group?: string | undefined;
}

export function begun(document: FlowDocument): History {
  return { past: [], present: document, future: [], burst: null };
}

/** After a change; the very same document is none. `now` in milliseconds. */
export function changed(history: History, next: FlowDocument, { what, group }: Change, now: number): History {
  if (next === history.present) return history;
  const burst = group === undefined ? null : { group, until: now + BURST_MS };
  const joins = group !== undefined && history.burst?.group === group && now <= history.burst.until;
  if (joins && history.past.length > 0 && history.future.length === 0)
    return { ...history, present: next, burst };
  const past = [...history.past, { document: history.present, what }].slice(-MOST);
  return { past, present: next, future: [], burst };
}

export function undone(history: History): History {
  const step = history.past.at(-1);
  if (step === undefined) return history;
  const future = [{ document: history.present, what: step.what }, ...history.future];
  return { past: history.past.slice(0, -1), present: step.document, future, burst: null };
}

export function redone(history: History): History {
  const [step, ...future] = history.future;
  if (step === undefined) return history;
  const past = [...history.past, { document: history.present, what: step.what }];
  return { past, present: step.document, future, burst: null };
}
