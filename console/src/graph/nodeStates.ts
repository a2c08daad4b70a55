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

export function useNodeState(id: string): {
  state: NodeState | undefined;
  progress: Progress | undefined;
  wait: Wait | undefined;
} {
  const { states, progress, visits, waits } = use(Context);
  const own = visits?.findLast((each) => each.node === id)?.progress;
  const newest = progress?.node === id && !isOfNodes(progress) ? progress : undefined;
  return {
    state: states?.find((each) => each.id === id),
    progress: own ?? newest,
    wait: waits?.find((each) => each.node_id === id && each.state === "armed"),
  };
}
