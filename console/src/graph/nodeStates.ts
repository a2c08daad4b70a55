import { createContext, use } from "react";
import type { NodeState, Progress } from "~/api/types";
import { isOfNodes } from "~/format/eta";

interface Shown {
  states: NodeState[] | undefined;
  progress: Progress | undefined;
}

const Context = createContext<Shown>({ states: undefined, progress: undefined });

/** Around a graph: how the run stands at its nodes. Boxes read it by id, so that the graph itself need not change. */
export const NodeStates = Context;

export function useNodeState(id: string): { state: NodeState | undefined; progress: Progress | undefined } {
  const { states, progress } = use(Context);
  return {
    state: states?.find((each) => each.id === id),
    progress: progress?.node === id && !isOfNodes(progress) ? progress : undefined,
  };
}
