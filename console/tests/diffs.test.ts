import { describe, expect, it } from "vitest";
import type { Checkpoint, FlowDocument } from "~/api/types";
import { diffJson } from "~/components/json/jsonDiff";
import { diffVersions } from "~/pages/flows/versionDiff";
import { forkPlan, newestDue } from "~/pages/run/steer/forkPlan";

describe("what changed between two values", () => {
  it("is told by path", () => {
    const before = { a: 1, gone: "x", deep: { list: [{ id: 1, n: 1 }] } };
    const after = { a: 2, fresh: null, deep: { list: [{ id: 1, n: 5 }, { id: 2 }] } };
    expect(diffJson(before, after)).toEqual([
      { path: "a", kind: "changed", before: 1, after: 2 },
      { path: "gone", kind: "removed", before: "x" },
      { path: "deep.list[0].n", kind: "changed", before: 1, after: 5 },
      { path: "deep.list[1]", kind: "added", after: { id: 2 } },
      { path: "fresh", kind: "added", after: null },
    ]);
  });
  it("is nothing between equals", () =>
    expect(diffJson({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toEqual([]));
  it("does not compare very long lists item by item", () => {
    const long = Array.from({ length: 5_000 }, (_, at) => at);
    expect(diffJson(long, [...long, 1])).toHaveLength(1);
  });
});

const FLOW: FlowDocument = {
  nodes: [
    { id: "start", type: "start" },
    { id: "a", type: "python", data: { codeRef: "x", args: { n: 1, m: 2 } } },
    { id: "end", type: "end" },
  ],
  edges: [
    { source: "start", target: "a" },
    { source: "a", target: "end" },
  ],
};

describe("two versions of a flow", () => {
  it("are compared by the ids of nodes, whatever their order", () => {
    const other: FlowDocument = {
      limits: { maxSteps: 5 },
      nodes: [
        { id: "end", type: "end", position: { x: 1, y: 1 } },
        { id: "a", type: "python", data: { args: { m: 2, n: 1 }, codeRef: "y" } },
        { id: "start", type: "start" },
        { id: "b", type: "python", data: {} },
      ],
      edges: [
        { source: "start", target: "a" },
        { source: "a", target: "b" },
        { source: "b", target: "end", data: { when: true } },
      ],
    };
    const diff = diffVersions(FLOW, other);
    expect(diff.nodes.map(({ id, kind }) => [id, kind])).toEqual([
      ["a", "changed"],
      ["end", "moved"],
      ["b", "added"],
    ]);
    expect(diff.edgesAdded).toEqual(["a → b", "b → end [true]"]);
    expect(diff.edgesRemoved).toEqual(["a → end"]);
    expect(diff.settings).toEqual([{ name: "limits", before: undefined, after: { maxSteps: 5 } }]);
  });
  it("are alike where only the order of keys differs", () => {
    const same = diffVersions(FLOW, JSON.parse(JSON.stringify(FLOW)) as FlowDocument);
    expect(same).toEqual({ nodes: [], edgesAdded: [], edgesRemoved: [], settings: [] });
  });
});

describe("the plan of a fork", () => {
  const checkpoint = (id: string, node: string | null) => ({ checkpoint_id: id, node }) as Checkpoint;
  const newestFirst = [
    checkpoint("4", "end"),
    checkpoint("3", "a"),
    checkpoint("2", "start"),
    checkpoint("1", null),
  ];
  it("keeps what is in the checkpoint and runs the rest again", () => {
    const plan = forkPlan(FLOW, newestFirst, "2");
    expect([[...plan.kept], plan.again, plan.fresh]).toEqual([[["start", 1]], ["a", "end"], []]);
  });
  it("begins where something is left to do", () => expect(newestDue(FLOW, newestFirst)).toBe("3"));
});
