// A run's visits as bars on a line of time. A checkpoint is written when a visit ends: it began with the one before.
import type { Checkpoint, NodeState, Run } from "~/api/types";

export interface Bar {
  from: number;
  to: number;
  /** How many visits it stands for: where there are too many to be told apart, they are one bar. */
  visits: number;
  status: string;
}

export interface Lane {
  node: string;
  bars: Bar[];
}

export interface Timeline {
  from: number;
  to: number;
  lanes: Lane[];
}

const MOST_BARS = 120;

/** `checkpoints` newest first; `now` in milliseconds is where open bars end. */
export function timelineOf(run: Run, checkpoints: readonly Checkpoint[], now: number): Timeline | null {
  const begun = run.times.started_at;
  if (begun === null) return null;
  const from = Date.parse(begun);
  const isActive = run.status === "running" || run.status === "recovering";
  const end = isActive ? now : Date.parse(run.times.finished_at ?? run.times.last_event_at);
  const to = Math.max(end, from + 1);
  const bars = visitBars(checkpoints, from);
  for (const node of run.nodes) addOpenBar(bars, node, to);
  const width = (to - from) / MOST_BARS;
  const lanes = run.nodes.map((node) => ({ node: node.id, bars: folded(bars.get(node.id) ?? [], width) }));
  return { from, to, lanes: lanes.filter((lane) => lane.bars.length > 0) };
}

/** The visit under way has no checkpoint yet; nor has any of a run whose checkpoints can't be had. */
function addOpenBar(bars: Map<string, Bar[]>, node: NodeState, to: number): void {
  if (node.status === "waiting" || node.started_at === null) return;
  const known = bars.get(node.id) ?? [];
  bars.set(node.id, known);
  if (node.status === "finished" && known.length > 0) return;
  const from = Date.parse(node.started_at);
  const end = node.status === "running" ? to : from + (node.duration_s ?? 0) * 1000;
  known.push({ from, to: Math.min(Math.max(end, from), to), visits: 1, status: node.status });
}

/** The first visit begins with the run: what is read and loaded before its code counts for it, as in its duration. */
function visitBars(checkpoints: readonly Checkpoint[], begun: number): Map<string, Bar[]> {
  const bars = new Map<string, Bar[]>();
  const ends = (each: Checkpoint) => (each.node === null ? begun : Math.max(begun, Date.parse(each.ts)));
  const when = new Map(checkpoints.map((each) => [each.checkpoint_id, ends(each)]));
  for (const { node, parent_id, ts } of checkpoints.toReversed()) {
    if (node === null) continue;
    const to = Date.parse(ts);
    const from = Math.min(parent_id === null ? begun : (when.get(parent_id) ?? to), to);
    const lane = bars.get(node) ?? [];
    lane.push({ from, to, visits: 1, status: "finished" });
    bars.set(node, lane);
  }
  return bars;
}

/** Neighbours that would touch on the screen become one. */
function folded(bars: readonly Bar[], width: number): Bar[] {
  const result: Bar[] = [];
  for (const bar of bars) {
    const last = result.at(-1);
    if (last && bars.length > MOST_BARS && bar.status === last.status && bar.from - last.to < width) {
      result[result.length - 1] = {
        ...last,
        to: Math.max(last.to, bar.to),
        visits: last.visits + bar.visits,
      };
    } else result.push(bar);
  }
  return result;
}
