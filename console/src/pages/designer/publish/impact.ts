// What a new version means for runs that are under way with older ones. Nothing here draws.
import type { NodeState, Run } from "~/api/types";
import { diffVersions, type NodeChange } from "~/pages/flows/versionDiff";
import type { FlowDocument } from "../document/document";

export interface Impact {
  /** Nodes that the run is at, or was stopped at, and that are others in the new version, or gone. */
  at: NodeChange[];
  /** Nodes that it has been through and that a run of the new version would go through anew: changed, or behind one that is. */
  again: string[];
  /** Nodes that it has been through and that are not there any more. */
  gone: string[];
  /** Nodes that are new, and would lie on its way. */
  fresh: string[];
}

/** What would be otherwise for a run if it went on with `after`; it keeps `before` unless somebody says so. */
export function impactOn(
  run: Pick<Run, "nodes" | "current_nodes" | "error">,
  before: FlowDocument,
  after: FlowDocument,
): Impact {
  const { nodes } = diffVersions(before, after);
  const changed = new Map(nodes.filter(({ kind }) => kind !== "moved").map((each) => [each.id, each]));
  const rewired = new Set(movedLines(before, after));
  const been = run.nodes.filter(hasBeen).map((node) => node.id);
  const here = new Set([...run.current_nodes, ...(run.error?.node ? [run.error.node] : [])]);
  const stale = behind(after, [...changed.keys(), ...rewired]);
  return {
    at: [...here].flatMap((id) => changed.get(id) ?? []),
    again: been.filter((id) => stale.has(id) && changed.get(id)?.kind !== "removed"),
    gone: been.filter((id) => changed.get(id)?.kind === "removed"),
    fresh: nodes.filter(({ kind }) => kind === "added").map(({ id }) => id),
  };
}

function hasBeen({ visits, status }: NodeState): boolean {
  return visits > 0 && status !== "waiting";
}

/** Where lines leave from that lead elsewhere now. */
function movedLines(before: FlowDocument, after: FlowDocument): string[] {
  const [old, young] = [linesBy(before), linesBy(after)];
  const sources = new Set([...old.keys(), ...young.keys()]);
  return [...sources]
    .filter((id) => old.get(id) !== young.get(id))
    .flatMap((id) => after.edges.filter((edge) => edge.source === id).map((edge) => edge.target));
}

function linesBy({ edges }: FlowDocument): Map<string, string> {
  const lines = new Map<string, string[]>();
  for (const { source, target, data } of edges) {
    const { when, on } = data ?? {};
    lines.set(source, [...(lines.get(source) ?? []), JSON.stringify([target, when, on])]);
  }
  return new Map([...lines].map(([id, all]) => [id, all.sort().join()]));
}

/** These nodes and all that can be reached from them. */
function behind({ edges }: FlowDocument, from: readonly string[]): Set<string> {
  const found = new Set(from);
  const waiting = [...from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const edge of edges) {
      if (edge.source !== id || found.has(edge.target)) continue;
      found.add(edge.target);
      waiting.push(edge.target);
    }
  }
  return found;
}
