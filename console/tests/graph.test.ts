import { describe, expect, it } from "vitest";
import type { EdgeState, FlowDocument, FlowEdge, FlowNode, NodeState } from "~/api/types";
import { linesOf } from "~/graph/elements";
import { extentOf, NODE_HEIGHT, NODE_WIDTH, type Place } from "~/graph/geometry";
import { layoutOf, turned } from "~/graph/layout";
import { lineThrough } from "~/graph/line";
import { found } from "~/graph/search";
import { chosenLayout } from "~/graph/shape";

const WINDOW = { width: 1300, height: 820 };
const CARD = { width: 440, height: 430 };
const SHAPES = ["down", "right", "wrapped"] as const;

function chain(count: number, more: FlowEdge[] = []): FlowDocument {
  const nodes: FlowNode[] = Array.from({ length: count }, (_, index) => ({
    id: `n${index}`,
    type: "python",
  }));
  const edges = nodes.slice(1).map((node, index) => ({ source: `n${index}`, target: node.id }));
  return { nodes, edges: [...edges, ...more] };
}

/** A start, `count` nodes beside each other, an end. */
function fan(count: number): FlowDocument {
  const middle = Array.from({ length: count }, (_, index) => `m${index}`);
  return {
    nodes: ["start", ...middle, "end"].map((id) => ({ id, type: "python" })),
    edges: middle.flatMap((id) => [
      { source: "start", target: id },
      { source: id, target: "end" },
    ]),
  };
}

function overlaps(places: Iterable<Place>): number {
  const all = [...places];
  return all.filter((one, index) =>
    all
      .slice(index + 1)
      .some((other) => Math.abs(one.x - other.x) < NODE_WIDTH && Math.abs(one.y - other.y) < NODE_HEIGHT),
  ).length;
}

describe("a layout", () => {
  const looping = chain(60, [
    { source: "n55", target: "n3" },
    { source: "n10", target: "n30" },
    { source: "n4", target: "n4" },
  ]);
  it.each(SHAPES)("has a place for each node and no two in one place: %s", (shape) => {
    const { places } = layoutOf(looping, shape, WINDOW);
    expect([...places.keys()].sort()).toEqual(looping.nodes.map((node) => node.id).sort());
    expect(overlaps(places.values())).toBe(0);
  });
  it("in columns shows 60 nodes so that they can be read", () => {
    const { width, height } = extentOf(layoutOf(looping, "wrapped", WINDOW).places.values());
    expect(Math.min(WINDOW.width / width, WINDOW.height / height)).toBeGreaterThan(0.6);
  });
  it("in columns keeps the order: down, then to the next column", () => {
    const { places, columns } = layoutOf(chain(40), "wrapped", WINDOW);
    const [first, second] = [places.get("n0"), places.get("n39")];
    expect(columns.length).toBeGreaterThan(2);
    expect(first).toMatchObject({ x: 0, y: 0 });
    expect((second?.x ?? 0) + NODE_WIDTH).toBe(columns.at(-1));
  });
  it("bends the line that leads back around the nodes between", () => {
    const { bends, places } = layoutOf(chain(6, [{ source: "n5", target: "n1" }]), "down", WINDOW);
    const line = bends.get(5) ?? [];
    const right = Math.max(...[...places.values()].map(({ x }) => x)) + NODE_WIDTH;
    const lane = line[1]?.x ?? 0;
    expect(line).toHaveLength(4);
    expect(lane < 0 || lane > right || overlapsNone(lane, places)).toBe(true);
    expect(line.at(-1)?.y).toBeLessThan(places.get("n1")?.y ?? 0);
  });
  it("tells beforehand about how large it is when turned", () => {
    const document = chain(30);
    const guess = turned(extentOf(layoutOf(document, "down", WINDOW).places.values()));
    const real = extentOf(layoutOf(document, "right", WINDOW).places.values());
    expect(guess.width / real.width).toBeCloseTo(1, 1);
  });
});

function overlapsNone(lane: number, places: ReadonlyMap<string, Place>): boolean {
  return ["n2", "n3", "n4"].every((id) => {
    const x = places.get(id)?.x ?? 0;
    return lane < x || lane > x + NODE_WIDTH;
  });
}

describe("the shape that is chosen without a wish", () => {
  it("is from top to bottom where that can be read", () =>
    expect(chosenLayout(chain(5), "auto", CARD).shape).toBe("down"));
  it("is in columns for a tall one", () => {
    expect(chosenLayout(chain(60), "auto", WINDOW).shape).toBe("wrapped");
    expect(chosenLayout(chain(300), "auto", WINDOW).shape).toBe("wrapped");
  });
  it("is from left to right for a wide one", () =>
    expect(chosenLayout(fan(12), "auto", WINDOW).shape).toBe("right"));
  it("is never half a column", () => {
    const pairs = chain(40).nodes.flatMap(({ id }) => [`${id}a`, `${id}b`, `${id}c`]);
    const wide: FlowDocument = {
      nodes: pairs.map((id) => ({ id, type: "python" })),
      edges: pairs.slice(3).map((id, index) => ({ source: pairs[index] ?? "", target: id })),
    };
    expect(chosenLayout(wide, "auto", CARD).shape).not.toBe("wrapped");
  });
  it("is what the author placed, if all nodes are", () => {
    const document = chain(2);
    document.nodes.forEach((node, index) => {
      node.position = { x: 500 * index, y: 7 };
    });
    expect(chosenLayout(document, "auto", CARD)).toMatchObject({ shape: "placed" });
    expect(chosenLayout(document, "down", CARD).shape).toBe("down");
    expect(chosenLayout(chain(2), "placed", CARD).shape).toBe("down");
  });
});

describe("the search for nodes", () => {
  const nodes: FlowNode[] = [
    {
      id: "scrape",
      type: "python",
      label: "Read the catalogue",
      label_zh: "读取商品目录",
      data: { codeRef: "data.get" },
    },
    { id: "check", type: "condition" },
    { id: "read_again", type: "python" },
  ];
  it.each([
    ["READ", ["scrape", "read_again"]],
    ["目录", ["scrape"]],
    ["data.get", ["scrape"]],
    ["condition", ["check"]],
    ["read python again", ["read_again"]],
    ["  ", []],
    ["nothing like it", []],
  ])("%s finds %j", (text, ids) => expect(found(nodes, text)).toEqual(ids));
});

describe("a line", () => {
  it("begins and ends where it should, with its middle on it", () => {
    const [path, x, y] = lineThrough([
      { x: 0, y: 0 },
      { x: 0, y: 100 },
      { x: 300, y: 100 },
    ]);
    expect(path).toMatch(/^M 0 0 L 0 88 Q 0 100 12 100 L 300 100$/);
    expect([x, y]).toEqual([100, 100]);
  });
});

describe("edges for failures", () => {
  const document: FlowDocument = chain(3, [
    { source: "n0", target: "n2", data: { on: "error", as: "failure" } },
    { source: "n0", target: "n1", data: { on: "timeout" } },
  ]);
  const words = { true: "yes", false: "no", error: "on error", timeout: "on time-out" };
  const state: NodeState = {
    id: "n0",
    label: null,
    label_zh: null,
    status: "failed",
    visits: 1,
    started_at: null,
    duration_s: null,
    left_by: "timeout",
  };
  const drawn = (states?: NodeState[], edges?: EdgeState[] | null) =>
    linesOf(document, layoutOf(document, "down", WINDOW), words, "en", { states, edges }).map((line) => [
      line.label,
      line.className,
    ]);
  it("say what they stand for, and which was taken", () => {
    expect(drawn([state]).slice(2)).toEqual([
      ["on error", "ren-failure"],
      ["on time-out", "ren-failure ren-taken"],
    ]);
    expect(
      drawn()
        .slice(2)
        .map(([, name]) => name),
    ).toEqual(["ren-failure", "ren-failure"]);
    expect(drawn([state])[0]).toEqual([undefined, undefined]);
  });
  it("are as those that the run went by, with how often", () => {
    const took = (edge: number, taken: number): EdgeState => ({ edge, source: "n0", target: "n1", taken });
    const none = { ...state, left_by: null };
    expect(drawn([none], [took(0, 1200), took(2, 2), took(3, 1)])).toEqual([
      ["× 1,200", "ren-taken"],
      [undefined, undefined],
      ["on error × 2", "ren-failure ren-taken"],
      ["on time-out", "ren-failure ren-taken"],
    ]);
    expect(drawn([state], null)[3]).toEqual(["on time-out", "ren-failure ren-taken"]);
  });
  it("move towards every node that runs, unless the reader wants calm", () => {
    const both = ["n1", "n2"].map((id): NodeState => ({ ...state, id, status: "running", left_by: null }));
    const moving = (isCalm: boolean) =>
      linesOf(document, layoutOf(document, "down", WINDOW), words, "en", { states: [state, ...both] }, isCalm)
        .filter((line) => line.animated)
        .map((line) => line.target);
    expect(moving(false).sort()).toEqual(["n1", "n1", "n2", "n2"]);
    expect(moving(true)).toEqual([]);
  });
});
