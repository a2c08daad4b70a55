// Flows in flows: how far the flow is that a node calls, and where a node inside of it is written.
import { describe, expect, it } from "vitest";
import type { NodeState, Run } from "~/api/types";
import { inside } from "~/graph/nodeStates";
import { placeOf } from "~/pages/run/overview/CalledFlow";

const node = (id: string, status: string) => ({ id, status }) as unknown as NodeState;

describe("the progress of a flow that is called", () => {
  it("counts its nodes that are done", () => {
    const states = [
      node("sub", "running"),
      node("sub/start", "finished"),
      node("sub/deep/a", "skipped"),
      node("sub/b", "running"),
      node("subway", "finished"),
    ];
    expect(inside("sub", states)).toMatchObject({ node: "sub", done: 2, total: 3 });
  });

  it("is none where nothing is inside", () => {
    expect(inside("sub", [node("sub", "running")])).toBeUndefined();
  });
});

describe("the place of a node", () => {
  const run = {
    flow_id: "top",
    version: 4,
    subflows: [
      { node: "sub", flow_id: "middle", version: 2 },
      { node: "sub/deep", flow_id: "low", version: 7 },
    ],
  } as unknown as Run;

  it.each([
    ["fetch", { flowId: "top", version: 4, id: "fetch" }],
    ["sub/fetch", { flowId: "middle", version: 2, id: "fetch" }],
    ["sub/deep/fetch", { flowId: "low", version: 7, id: "fetch" }],
  ])("of %s", (id, place) => {
    expect(placeOf(run, id)).toEqual(place);
  });
});
