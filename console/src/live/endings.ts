// Which moments of runs are worth a notice of the browser. Nothing here does I/O.
import type { RunStatus, RunSummary } from "~/api/types";

export type Ending = "finish" | "error" | "question" | "form";

/** As much of a run as tells. */
export type Seen = Pick<RunSummary, "thread_id" | "title" | "status" | "reason">;

const AT_WORK: ReadonlySet<RunStatus> = new Set<RunStatus>(["pending", "running", "recovering"]);

/** Where runs stood when they were seen last; only what changed since then is news. */
export class Endings {
  private readonly known = new Map<string, RunStatus>();

  /** What became of a run since it was seen last, if anybody wants to be told. */
  see(run: Seen): Ending | null {
    const before = this.known.get(run.thread_id);
    this.known.set(run.thread_id, run.status);
    return before !== undefined && AT_WORK.has(before) ? endingOf(run) : null;
  }
}

function endingOf({ status, reason }: Seen): Ending | null {
  if (status === "finished") return "finish";
  if (status === "error") return "error";
  if (status !== "interrupted") return null;
  return reason === "question" || reason === "form" ? reason : null;
}
