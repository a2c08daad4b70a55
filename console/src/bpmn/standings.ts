// How a run stands at each element of a BPMN drawing. Nothing here draws.
import type { FlowDocument, OpenVisit, Run, Wait } from "~/api/types";

type Seen = Pick<Run, "nodes" | "edges" | "open_visits" | "waits" | "error" | "status">;

export interface Standing {
  id: string;
  status: string;
  /** How many tokens stand there now. */
  tokens: number;
  /** How often it was entered. */
  visits: number;
  seconds: number | null;
  /** The run stopped there. */
  isIncident: boolean;
  /** The form that a token waits for there. */
  form: Wait | undefined;
  /** When what is waited for there is due: a timer, with a token in it or beside one. */
  dueAt: string | null;
}

/** Those elements at which there is something to tell, by their ids. */
export function standingsOf(run: Seen): Map<string, Standing> {
  const found = new Map<string, Standing>();
  for (const node of run.nodes) {
    const waits = run.waits.filter((each) => each.node_id === node.id && each.state === "armed");
    const tokens = isOver(run) ? 0 : countOf(run.open_visits, node.id);
    const isIncident = run.status === "error" && run.error?.node === node.id;
    if (node.visits === 0 && tokens === 0 && waits.length === 0 && !isIncident) continue;
    found.set(node.id, {
      id: node.id,
      status: node.status,
      tokens,
      visits: node.visits,
      // Of a visit under way it would stand still.
      seconds: node.status === "running" ? null : node.duration_s,
      isIncident,
      form: waits.find((each) => each.kind === "form"),
      dueAt: waits.find((each) => each.kind === "timer")?.due_at ?? null,
    });
  }
  return found;
}

function isOver({ status }: Seen): boolean {
  return status === "finished" || status === "cancelled";
}

function countOf(visits: readonly OpenVisit[], id: string): number {
  return visits.filter((each) => each.node === id).length;
}

/** The ids of the sequence flows that the run took, with how often. */
export function takenFlows(document: FlowDocument, edges: Seen["edges"]): Map<string, number> {
  const ids = document.edges.map((edge) => (edge as { id?: string }).id);
  const taken = new Map<string, number>();
  for (const { edge, source, taken: count } of edges ?? []) {
    const id = ids[edge];
    if (id !== undefined && count > 0 && document.edges[edge]?.source === source) taken.set(id, count);
  }
  return taken;
}

/** What colours the element: where the run stopped, where a token is, where it was. */
export function toneOf(standing: Standing): "red" | "amber" | "blue" | "green" | undefined {
  if (standing.isIncident || standing.status === "failed") return "red";
  if (standing.tokens > 0) return standing.status === "running" ? "blue" : "amber";
  return standing.visits > 0 ? "green" : undefined;
}
