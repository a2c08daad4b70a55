import { describe, expect, it } from "vitest";
import { Keeper } from "~/pages/designer/canvas/elements";
import { following, frameBoxesOf, ofMembers } from "~/pages/designer/canvas/frameBoxes";
import { foldedIn, frameOf } from "~/pages/designer/canvas/frames";
import { copied, duplicated, pasted } from "~/pages/designer/document/clipboard";
import type { FlowDocument } from "~/pages/designer/document/document";
import {
  adopted,
  changeGroup,
  collapse,
  expandedFor,
  grouped,
  groupsOf,
  outOfGroups,
  ungrouped,
} from "~/pages/designer/document/groups";
import { builtIn } from "~/pages/designer/document/kinds";
import { removeNodes, renameNode, takeOut } from "~/pages/designer/document/nodes";
import { placesOf, tidied } from "~/pages/designer/document/places";
import { jsonText, readJson } from "~/pages/designer/document/text";

const names = ["start", "a", "b", "c", "end"];

function flow(groups?: unknown): FlowDocument {
  return {
    nodes: names.map((id, at) => ({
      id,
      type: id === "start" || id === "end" ? id : "python",
      position: { x: 0, y: at * 120 },
    })),
    edges: names.slice(1).map((target, at) => ({ source: names[at] ?? "", target })),
    ...(groups !== undefined && { groups }),
  } as FlowDocument;
}

const around = (...nodes: string[]) => [{ id: "g", title: "G", nodes }];
const given = (document: FlowDocument) => ({
  document,
  selection: { nodes: [], edges: [], notes: [], groups: [] },
  kindOf: builtIn,
  problems: [],
  names: () => "",
  found: new Set<string>(),
  foundHere: undefined,
});

describe("groups", () => {
  it("are made, joined, left, and undone to the very same text", () => {
    const before = jsonText(flow());
    const made = grouped(flow(), ["b", "a", "nobody"]);
    expect(made?.group).toBe("group");
    const document = made?.document ?? flow();
    expect(groupsOf(document)).toEqual([{ id: "group", title: "", nodes: ["b", "a"] }]);
    const joined = grouped(document, ["c"], ["group"])?.document ?? flow();
    expect(groupsOf(joined)[0]?.nodes).toEqual(["b", "a", "c"]);
    const moved = grouped(joined, ["a"])?.document ?? flow();
    expect(groupsOf(moved).map((group) => [group.id, group.nodes])).toEqual([
      ["group", ["b", "c"]],
      ["group_2", ["a"]],
    ]);
    expect(jsonText(ungrouped(moved, ["group", "group_2"]))).toBe(before);
    expect(jsonText(outOfGroups(moved, ["a", "b", "c"]))).toBe(before);
    expect(grouped(flow(), ["nobody"])).toBeUndefined();
    expect(ungrouped(moved, ["other"])).toBe(moved);
  });
  it("pass over what is none, and keep it byte for byte", () => {
    const groups = [
      3,
      { id: "x" },
      { id: "y", title: "t", nodes: [5] },
      { id: "empty", title: "", nodes: ["nobody"] },
      { id: "one", title: "<img src=x onerror=alert(1)>", nodes: ["a", "group", "nobody"], big: 1 },
      { id: "two", title: "", nodes: ["a", "b"] },
      { id: "two", title: "again", nodes: ["c"] },
    ];
    const document = readJson(jsonText(flow(groups)).replace('"big":1', '"big":12345678901234567890'));
    const read = document as FlowDocument;
    expect(groupsOf(read).map((group) => [group.id, group.nodes])).toEqual([
      ["one", ["a"]],
      ["two", ["b"]],
    ]);
    expect(jsonText(collapse(collapse(read, "one", true), "one", false))).toBe(jsonText(read));
    expect(jsonText(read)).toContain("12345678901234567890");
    expect(groupsOf({ ...flow(), groups: "none" } as unknown as FlowDocument)).toEqual([]);
    expect(jsonText(removeNodes(read, ["a"]))).toContain('"nodes":["group","nobody"]');
  });
  it("follow their nodes: renamed, removed, put between", () => {
    const document = flow(around("a", "b"));
    expect(groupsOf(renameNode(document, "a", "first"))[0]?.nodes).toEqual(["first", "b"]);
    expect(groupsOf(removeNodes(document, ["a"]))[0]?.nodes).toEqual(["b"]);
    expect(groupsOf(takeOut(document, "b"))[0]?.nodes).toEqual(["a"]);
    expect("groups" in removeNodes(document, ["a", "b"])).toBe(false);
    const between = {
      ...document,
      nodes: [...document.nodes, { id: "m", type: "python" }],
      edges: [
        { source: "a", target: "m" },
        { source: "m", target: "b" },
      ],
    };
    expect(groupsOf(adopted(between, "m"))[0]?.nodes).toEqual(["a", "b", "m"]);
    const behind = { ...between, edges: [{ source: "a", target: "m" }] };
    expect(adopted(behind, "m")).toBe(behind);
    const titled = changeGroup(document, "g", (group) => ({ ...group, title: "新标题" }));
    expect(groupsOf(titled)[0]?.title).toBe("新标题");
  });
  it("are copied with their nodes, under names of their own", () => {
    const document = flow(around("a", "b"));
    const both = duplicated(document, ["a", "b"], [], builtIn).document;
    expect(groupsOf(both).map((group) => [group.id, group.nodes])).toEqual([
      ["g", ["a", "b"]],
      ["g_2", ["a_2", "b_2"]],
    ]);
    expect(JSON.parse(copied(document, ["a"])).groups).toBeUndefined();
    const text = copied(collapse(document, "g", true), ["a", "b"]);
    const made = pasted(flow(), text, undefined, builtIn);
    if ("problem" in made) throw new Error(made.problem);
    expect(groupsOf(made.document)).toEqual([
      { id: "g", title: "G", nodes: ["a_2", "b_2"], collapsed: true },
    ]);
    const foreign = `{"nodes":[{"id":"a","type":"python"}],"groups":[{"id":"g","title":"","nodes":["b"]},7]}`;
    const odd = pasted(flow(), foreign, undefined, builtIn);
    expect("problem" in odd ? odd : "groups" in odd.document).toBe(false);
  });
  it("stay apart from the others when all is tidied", () => {
    const edges = [
      { source: "start", target: "a" },
      { source: "start", target: "b" },
      { source: "a", target: "c" },
      { source: "b", target: "c" },
      { source: "c", target: "end" },
      { source: "start", target: "x" },
      { source: "x", target: "end" },
    ];
    const document = { ...flow(around("a", "c")), edges };
    document.nodes = [...document.nodes, { id: "x", type: "python", position: { x: 0, y: 0 } }];
    const next = tidied(document);
    const places = placesOf(next);
    const group = groupsOf(next)[0] ?? { id: "", title: "", nodes: [] };
    const frame = frameOf(group, (id) => places.get(id));
    for (const id of ["start", "b", "x", "end"]) {
      const { x, y } = places.get(id) ?? { x: Number.NaN, y: Number.NaN };
      const isApart =
        x >= frame.x + frame.width || x + 190 <= frame.x || y >= frame.y + frame.height || y + 54 <= frame.y;
      expect([id, isApart]).toEqual([id, true]);
    }
  });
});

describe("groups on the canvas", () => {
  it("are frames that carry their nodes, and boxes that hide them", () => {
    const document = flow(around("a", "b"));
    const [frame] = frameBoxesOf(given(document), () => "", new Keeper());
    if (frame === undefined) throw new Error("no frame");
    expect([frame.id, frame.type, frame.position]).toEqual(["group:g", "frame", { x: -20, y: 80 }]);
    const moved = ofMembers(document, [
      { id: "group:g", type: "position", position: { x: 0, y: 100 }, dragging: true },
      { id: "b", type: "position", position: { x: 7, y: 8 }, dragging: true },
    ]);
    expect(moved).toEqual([
      { id: "b", type: "position", position: { x: 7, y: 8 }, dragging: true },
      { id: "a", type: "position", position: { x: 20, y: 140 }, dragging: true },
    ]);
    const under = new Map([["a", { x: 100, y: 120 }]]);
    expect(following(frame, under, placesOf(document)).width).toBe(330);
    const folded = collapse(document, "g", true);
    expect([...foldedIn(folded)]).toEqual([
      ["a", "group:g"],
      ["b", "group:g"],
    ]);
    expect(frameBoxesOf(given(folded), () => "", new Keeper())[0]?.type).toBe("folded");
    expect(foldedIn(expandedFor(folded, "b")).size).toBe(0);
  });
});
