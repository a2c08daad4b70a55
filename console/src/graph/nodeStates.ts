import { createContext, use } from "react";
import type { NodeState, OpenVisit, Progress, Wait } from "~/api/types";
import { isOfNodes } from "~/format/eta";

interface Shown {
  states: NodeState[] | undefined;
  progress: Progress | undefined;
  /** Several nodes may be at work, each with a progress of its own. */
  visits: OpenVisit[] | undefined;
  waits: Wait[] | undefined;
}

const Context = createContext<Shown>({
  states: undefined,
  progress: undefined,
  visits: undefined,
  waits: undefined,
});

/** Around a graph: how the run stands at its nodes. Boxes read it by id, so that the graph itself need not change. */
export const NodeStates = Context;

export function useNodeState(
  id: string,
  calls: boolean,
): {
  state: NodeState | undefined;
  progress: Progress | undefined;
  wait: Wait | undefined;
} {
  const { states, progress, visits, waits } = use(Context);
  const own = visits?.findLast((each) => each.node === id)?.progress;
  const newest = progress?.node === id && !isOfNodes(progress) ? progress : undefined;
  return {
    state: states?.find((each) => each.id === id),
    progress: own ?? newest ?? (calls && states ? inside(id, states) : undefined),
    wait: waits?.find((each) => each.node_id === id && each.state === "armed"),
  };
}

/** How far the flow is that a node calls: how many of its nodes are done. */
export function inside(id: string, states: NodeState[]): Progress | undefined {
  const inner = states.filter((each) => each.id.startsWith(`${id}/`));
  if (inner.length === 0) return undefined;
  const count = (...among: NodeState["status"][]) =>
    inner.filter(({ status }) => among.includes(status)).length;
  return {
    node: id,
    visit: null,
    label: "nodes",
    done: count("finished", "skipped"),
    failed: 0,
    skipped: 0,
    total: inner.length,
    rate: null,
    eta_s: null,
  };
}
