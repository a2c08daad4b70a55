// The frames of a run's event stream, and what a batch of them makes of the run at hand. Nothing here does I/O.
import type { LogLine, OpenVisit, Process, Progress, Run, Status } from "~/api/types";

export interface NodeMoved {
  node: string;
  visit: number;
  status: string;
  attempt: number;
  /** Of the visits with lower numbers those that are not over. */
  beside?: number[];
}

interface Kinds {
  status: Status;
  node: NodeMoved;
  progress: Progress & { message?: string | null };
  log: LogLine;
  metrics: Process;
  resync: Run;
}

export type RunEvent = {
  [Kind in keyof Kinds]: { seq: string; ts: string; type: Kind; thread_id: string; data: Kinds[Kind] };
}[keyof Kinds];

/** The run after these events; the same object where they change nothing of it. */
export function afterEvents(run: Run, events: readonly RunEvent[]): Run {
  const after = events.reduce(afterEvent, run);
  // Its own machine, whose events these are, does not know what it is called.
  return after === run || run.machine == null ? after : { ...after, machine: run.machine };
}

function afterEvent(run: Run, event: RunEvent): Run {
  switch (event.type) {
    case "resync":
      return event.data;
    case "status":
      return { ...run, ...event.data };
    case "progress":
      return afterProgress(run, { ...event.data, label: event.data.label ?? event.data.message ?? null });
    case "metrics":
      return { ...run, process: event.data };
    case "node":
      return afterMove(run, event.data, event.ts);
    case "log":
      return run;
  }
}

function afterMove(run: Run, moved: NodeMoved, ts: string): Run {
  const begins = moved.status === "running";
  const nodes = run.nodes.map((node) =>
    node.id === moved.node
      ? {
          ...node,
          status: moved.status,
          visits: Math.max(
            node.visits,
            begins && moved.attempt <= 1 && node.status !== "running" ? node.visits + 1 : 1,
          ),
          started_at: begins ? ts : node.started_at,
        }
      : node,
  );
  const open_visits = openAfter(run.open_visits, moved, ts);
  // Between two visits the run stands where it was.
  const current_nodes =
    open_visits.length > 0 ? [...new Set(open_visits.map((each) => each.node))] : run.current_nodes;
  return { ...run, nodes, open_visits, current_nodes };
}

function openAfter(before: readonly OpenVisit[], moved: NodeMoved, ts: string): OpenVisit[] {
  const begins = moved.status === "running";
  const known = before.find((each) => each.visit === moved.visit);
  const others = before.filter(
    (each) =>
      each.visit !== moved.visit &&
      // The event that ended an earlier one may have been lost.
      (!begins || each.visit > moved.visit || moved.beside?.includes(each.visit)),
  );
  if (!begins && moved.status !== "failed") return others;
  const { node, visit, status, attempt } = moved;
  const started_at = begins ? ts : (known?.started_at ?? ts);
  const entered = { node, visit, status, attempt, started_at, progress: known?.progress ?? null };
  return [...others, entered].sort((one, other) => one.visit - other.visit);
}

function afterProgress(run: Run, progress: Progress): Run {
  const open_visits = run.open_visits.map((each) =>
    each.visit === progress.visit ? { ...each, progress } : each,
  );
  return { ...run, progress, open_visits };
}

/** Whether what the server knows beside the frames (durations, visits, attempts) may have changed. */
export function needsLook(events: readonly RunEvent[]): boolean {
  return events.some((event) => event.type === "status" || event.type === "node");
}
