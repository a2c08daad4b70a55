import { describe, expect, it } from "vitest";
import type { FlowDocument } from "~/pages/designer/document/document";
import { carried, type Extract, extractOf, innerFlow, outerFlow } from "~/pages/designer/document/extract";
import { builtIn } from "~/pages/designer/document/kinds";

const EDGES = [
  { source: "start", target: "fetch" },
  { source: "fetch", target: "enough" },
  { source: "enough", target: "more", data: { when: false } },
  { source: "more", target: "fetch" },
  { source: "enough", target: "report", data: { when: true } },
  { source: "report", target: "end" },
];

function flow(edges: unknown[] = EDGES): FlowDocument {
  return {
    dsl: 1,
    name: "whole",
    inputs: { type: "object", properties: { shop: { type: "string" } } },
    state: { log: "append", other: "sum" },
    policy: { code: "pinned" },
    groups: [{ id: "g", title: "", nodes: ["fetch", "enough"] }],
    notes: [{ id: "n", text: "", position: { x: 0, y: 0 } }],
    nodes: [
      { id: "start", type: "start" },
      { id: "fetch", type: "http", data: { url: { cat: ["x", { var: "shop" }] }, outputKey: "page" } },
      {
        id: "enough",
        type: "condition",
        data: { expr: { ">": [{ var: ["page.count", 0] }, { var: "least" }] } },
      },
      { id: "more", type: "python", data: { codeRef: "a.more" } },
      { id: "report", type: "python", data: { codeRef: "a.report", argsFrom: { n: { var: "total" } } } },
      { id: "end", type: "end" },
    ],
    edges,
  } as unknown as FlowDocument;
}

const part = (document: FlowDocument, ...ids: string[]): Extract => {
  const found = extractOf(document, ids, builtIn);
  if ("obstacle" in found) throw new Error(found.obstacle);
  return found;
};

describe("a part that is to be a sub-flow", () => {
  it.each([
    [["nobody"], "nothing", []],
    [["start", "fetch"], "start", []],
    [["report", "end"], "end", []],
    [["fetch", "more"], "waysIn", ["0", "2"]],
    [["enough"], "waysOut", ["2", "4"]],
  ])("%j: %s", (ids, obstacle, edges) => {
    expect(extractOf(flow(), ids, builtIn)).toEqual({ obstacle, edges });
  });
  it("may not be left by a failure, and must be reached and left", () => {
    const failing = flow([...EDGES, { source: "report", target: "more", data: { on: "error" } }]);
    expect(extractOf(failing, ["report"], builtIn)).toEqual({ obstacle: "failureOut", edges: ["6"] });
    expect(extractOf(flow(EDGES.slice(1)), ["fetch", "enough", "more"], builtIn)).toMatchObject({
      obstacle: "noWayIn",
    });
    expect(extractOf(flow(EDGES.slice(0, 4)), ["fetch", "enough", "more"], builtIn)).toMatchObject({
      obstacle: "noWayOut",
    });
  });
  it("has keys that go in and come back", () => {
    const document = flow();
    expect(carried(document, part(document, "fetch", "enough", "more"))).toEqual({
      // A function gets the whole state; what may be missing in the end goes in, too.
      input: ["shop", "page", "least", "total"],
      output: ["page", "total", "shop"],
    });
    const plain = flow([EDGES[0], { source: "fetch", target: "end" }]);
    expect(carried(plain, part(plain, "fetch"))).toEqual({ input: ["shop"], output: ["page"] });
    // Without a branch what is written is there in the end; what is only guessed may not be.
    const straight = flow([
      EDGES[0],
      { source: "fetch", target: "more" },
      { source: "more", target: "report" },
    ]);
    straight.nodes = straight.nodes.filter((node) => node.id !== "enough");
    expect(carried(straight, part(straight, "fetch", "more"))).toEqual({
      input: ["shop", "total"],
      output: ["page", "total", "shop"],
    });
    const joined = flow([EDGES[0], { source: "fetch", target: "end" }]);
    joined.nodes = joined.nodes.with(1, { id: "fetch", type: "http", data: { outputKey: "log" } });
    expect(carried(joined, part(joined, "fetch"))).toEqual({ input: [], output: ["log"] });
  });
  it("is a flow of its own, and one node in its place", () => {
    const document = flow();
    const found = part(document, "fetch", "enough", "more");
    const keys = { input: ["shop", "log"], output: ["page"] };
    const inner = innerFlow(document, found, "部分", keys);
    expect(inner).toMatchObject({
      dsl: 1,
      name: "部分",
      policy: { code: "pinned" },
      state: { log: "append" },
      inputs: { properties: { shop: {}, log: {} } },
      groups: [{ id: "g", nodes: ["fetch", "enough"] }],
    });
    expect("notes" in inner).toBe(false);
    expect(inner.nodes.map((node) => node.id)).toEqual(["start", "fetch", "enough", "more", "end"]);
    expect(inner.edges).toEqual([
      { source: "start", target: "fetch" },
      EDGES[1],
      EDGES[2],
      EDGES[3],
      { source: "enough", target: "end", data: { when: true } },
    ]);
    const outer = outerFlow(document, found, { id: "report", name: "部分" }, keys);
    expect(outer.node).toBe("report_2");
    expect(outer.document.nodes.map((node) => node.id)).toEqual(["start", "report_2", "report", "end"]);
    expect(outer.document.nodes[1]).toMatchObject({
      type: "subflow",
      label: "部分",
      data: {
        flow: "report",
        input: { shop: { var: "shop" }, log: { var: "log" } },
        output: { page: "page" },
      },
    });
    expect(outer.document.edges).toEqual([
      { source: "start", target: "report_2" },
      { source: "report_2", target: "report" },
      EDGES[5],
    ]);
    expect("groups" in outer.document).toBe(false);
    expect(document).toEqual(flow());
  });
});
