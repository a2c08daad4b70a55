import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { versionQuery } from "~/api/queries";
import type { FlowNode, NodeState } from "~/api/types";
import { nodeName } from "./words";

type NameOf = (id: string) => string;

const Context = createContext<NameOf>((id) => id);

/** Around a run's page: what its nodes are called. */
export function NodeNames({ nodes, children }: { nodes: NodeState[]; children: ReactNode }) {
  const { language } = useTranslation().i18n;
  // The list is another one with each look at the run, and its names are the same.
  const words = JSON.stringify(nodes.map((node) => [node.id, nodeName(node, language)]));
  const nameOf = useMemo(() => {
    const names = new Map(JSON.parse(words) as Array<[string, string]>);
    return (id: string) => names.get(id) ?? id;
  }, [words]);
  return <Context value={nameOf}>{children}</Context>;
}

/** What a node of the run at hand is called, by its id. */
export function useNodeName(): NameOf {
  return use(Context);
}

/** A node's name; its id is in the tooltip. */
export function NodeName({ id }: { id: string }) {
  return <span title={id}>{useNodeName()(id)}</span>;
}

interface NodeOfRunProps {
  run: { flow_id: string; version: number; machine?: string | null };
  id: string;
}

/** A node's name where its run is one of many: read from the version that the run is bound to. */
export function NodeOfRun({ run, id }: NodeOfRunProps) {
  const { language } = useTranslation().i18n;
  const { data } = useQuery(versionQuery(run.flow_id, run.version, run.machine));
  const nodes = data?.dsl.nodes as unknown as FlowNode[] | undefined;
  const node = nodes?.find((each) => each.id === id);
  return <span title={id}>{node ? nodeName(node, language) : id}</span>;
}
