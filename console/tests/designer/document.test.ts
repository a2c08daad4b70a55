import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { copied, duplicated, pasted } from "~/pages/designer/document/clipboard";
import {
  BEGINNING,
  drawable,
  edgeKey,
  type FlowDocument,
  isDrawable,
  notesOf,
} from "~/pages/designer/document/document";
import { changeEdgeData, connect, insertInto, reconnect, removeEdges } from "~/pages/designer/document/edges";
import { freshId, idProblem } from "~/pages/designer/document/ids";
import { builtIn, freePort, portOf, refusal } from "~/pages/designer/document/kinds";
import {
  addNode,
  changeData,
  changeField,
  removeNodes,
  renameNode,
  takeOut,
} from "~/pages/designer/document/nodes";
import { addNote, changeNote, removeNotes } from "~/pages/designer/document/notes";
import { aligned, distributed, moved, placesOf, tidied } from "~/pages/designer/document/places";
import { jsonText, keptNumber, readJson } from "~/pages/designer/document/text";

const SAMPLE = "../flows/product_selection/flow.json";

/** A flow of a newer version, with what nobody here knows. */
const NEWER = `{"dsl":1,"budget":{"kg":1},"nodes":[{"id":"start","type":"start"},{"id":"robot","type":"robot_arm","grip":0.5,"data":{"serial":12345678901234567890,"speed":1e400}},{"id":"end","type":"end"}],"edges":[{"source":"start","target":"robot","colour":"red"},{"source":"robot","target":"end"}]}`;

function sample(): FlowDocument {
  return readJson(readFileSync(SAMPLE, "utf8")) as FlowDocument;
}

describe("a document's text", () => {
  it("keeps what nobody knows, and numbers that JavaScript cannot hold", () => {
    const document = readJson(NEWER);
    expect(jsonText(document)).toBe(NEWER);
    const serial = (document as FlowDocument).nodes[1]?.data?.serial;
    expect(keptNumber(serial)).toBe("12345678901234567890");
  });
  it("passes texts over that look like numbers", () => {
    const text =
      '{"a":"12345678901234567890","b":"say \\"98765432109876543210\\"","c":[0,-0.5,1e3,9007199254740991]}';
    expect(jsonText(readJson(text))).toBe(text.replace("1e3", "1000"));
  });
  it("is an error where it is no JSON", () => {
    expect(() => readJson('{"a": 1')).toThrow(SyntaxError);
    expect(() => readJson("99999999999999999999x")).toThrow(SyntaxError);
  });
});

describe("what can be drawn", () => {
  it.each([
    [null, "noObject", ""],
    [[1], "noObject", ""],
    ["flow", "noObject", ""],
    [{ nodes: {} }, "noList", "/nodes"],
    [{ nodes: [], edges: 3 }, "noList", "/edges"],
    [{ nodes: [{ id: "a" }] }, "noNode", "/nodes/0"],
    [{ nodes: [{ id: 4, type: "python" }] }, "noNode", "/nodes/0"],
    [{ nodes: [null] }, "noNode", "/nodes/0"],
    [
      {
        nodes: [
          { id: "a", type: "x" },
          { id: "a", type: "x" },
        ],
      },
      "twice",
      "/nodes/1",
    ],
    [{ nodes: [], edges: [{ source: "a" }] }, "noEdge", "/edges/0"],
  ])("%j is %s", (value, reason, pointer) => {
    expect(drawable(value)).toEqual({ reason, pointer });
  });
  it("a flow is, the very same value; an empty object is one without nodes", () => {
    const document = sample();
    expect(drawable(document)).toBe(document);
    const empty = drawable({ name: "x" });
    expect(isDrawable(empty) && empty.nodes).toEqual([]);
  });
});

describe("nodes", () => {
  it("are added with a fresh id", () => {
    const once = addNode(
      BEGINNING,
      { type: "python", name: "scrape it!", data: { codeRef: "a.b" } },
      { x: 0.4, y: 9 },
    );
    expect(once.document.nodes.at(-1)).toEqual({
      id: "scrape_it",
      type: "python",
      data: { codeRef: "a.b" },
      position: { x: 0, y: 9 },
    });
    expect(addNode(once.document, { type: "python", name: "scrape it!" }, { x: 0, y: 0 }).nodes).toEqual([
      "scrape_it_2",
    ]);
    expect(freshId(new Set(), "con")).toBe("con_");
    expect(freshId(new Set(["a_2"]), "a_2")).toBe("a_3");
    expect(freshId(new Set(), "商品")).toBe("node");
  });
  it("are renamed where lines name them", () => {
    const document = renameNode(sample(), "check_count", "enough");
    expect(jsonText(document)).toBe(jsonText(sample()).replaceAll('"check_count"', '"enough"'));
    expect(idProblem(document, "a b")).toBe("form");
    expect(idProblem(document, "NUL")).toBe("device");
    expect(idProblem(document, "scrape")).toBe("taken");
    expect(idProblem(document, "scrape", "scrape")).toBeUndefined();
  });
  it("go with their lines, or leave what they joined together", () => {
    const gone = removeNodes(sample(), ["check_count"]);
    expect(gone.edges.some((edge) => edge.source === "check_count" || edge.target === "check_count")).toBe(
      false,
    );
    const out = takeOut(sample(), "process_images");
    expect(out.edges).toContainEqual({
      source: "check_count",
      target: "calculate_similarity",
      data: { when: true },
    });
  });
  it("change as they are told to, and nothing is another document where nothing changes", () => {
    const document = sample();
    expect(changeData(document, "nobody", { a: 1 })).toBe(document);
    expect(removeNodes(document, ["nobody"])).toBe(document);
    expect(changeField(document, "name", undefined)).not.toHaveProperty("name");
    expect(changeField(document, "nodes", [])).toBe(document);
  });
});

describe("lines", () => {
  it("take a node into their middle", () => {
    const { document, nodes } = insertInto(sample(), edgeKey(2), { type: "wait" }, { x: 1, y: 1 });
    expect(document.edges.slice(2, 4)).toEqual([
      { source: "check_count", target: nodes[0], data: { when: true } },
      { source: nodes[0], target: "process_images" },
    ]);
  });
  it("are drawn anew: what they stand for stays as long as they leave the same node", () => {
    const document = sample();
    const to = reconnect(document, "3", { source: "check_count", target: "export_results" });
    expect(to.edges[3]).toEqual({ source: "check_count", target: "export_results", data: { when: false } });
    const from = reconnect(document, "3", { source: "scrape", target: "end", data: { on: "error" } });
    expect(from.edges[3]).toEqual({ source: "scrape", target: "end", data: { on: "error" } });
    expect(changeEdgeData(document, "3", {}).edges[3]).toEqual({ source: "check_count", target: "end" });
    expect(removeEdges(document, ["0", "99"]).edges).toHaveLength(6);
  });
  it("are refused with a reason", () => {
    const document = sample();
    const why = (
      source: string,
      port: Parameters<typeof refusal>[1]["port"],
      target: string,
      instead?: string,
    ) => refusal(document, { source, port, target, instead }, builtIn)?.reason;
    expect(why("scrape", "next", "start")).toBe("toStart");
    expect(why("end", "next", "scrape")).toBe("fromEnd");
    expect(why("scrape", "next", "end")).toBe("leadsOn");
    expect(why("scrape", "next", "end", "1")).toBeUndefined();
    expect(why("scrape", "next", "scrape", "1")).toBe("toItself");
    expect(why("scrape", "error", "end")).toBeUndefined();
    expect(why("scrape", "true", "end")).toBe("noSuchPort");
    expect(why("check_count", "true", "end")).toBe("answered");
    expect(why("check_count", "other", "scrape")).toBeUndefined();
    expect(why("nobody", "next", "end")).toBe("unknownNode");
    expect(freePort(document, "check_count", builtIn)).toBe("other");
    expect(freePort(document, "scrape", builtIn)).toBe("error");
    expect(freePort(document, "end", builtIn)).toBeUndefined();
    expect(portOf({ data: { when: "red" } }, builtIn("condition"))).toBe("other");
  });
  it("of a parallel are as many as wanted, each once", () => {
    let { document } = addNode(BEGINNING, { type: "parallel" }, { x: 0, y: 0 });
    ({ document } = connect(document, "parallel", "end"));
    const why = (target: string) =>
      refusal(document, { source: "parallel", port: "next", target }, builtIn)?.reason;
    expect(why("end")).toBe("twice");
    ({ document } = addNode(document, { type: "wait" }, { x: 0, y: 0 }));
    expect(why("wait")).toBeUndefined();
  });
});

describe("places", () => {
  it("are those of the document, and below it for what has none", () => {
    const document = tidied(sample());
    expect(new Set([...placesOf(document).values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(7);
    expect(tidied(document)).toBe(document);
    const more = { ...document, nodes: [...document.nodes, { id: "late", type: "python" }] };
    const lowest = Math.max(...document.nodes.map((node) => node.position?.y ?? 0));
    expect(placesOf(more).get("late")?.y).toBeGreaterThan(lowest);
  });
  it("are aligned and distributed", () => {
    let document = moved(
      sample(),
      new Map([
        ["start", { x: 5, y: 0 }],
        ["scrape", { x: 90, y: 10 }],
        ["end", { x: 7, y: 100 }],
      ]),
    );
    document = aligned(document, ["start", "scrape", "end"], "left");
    document = distributed(document, ["start", "scrape", "end"], "y");
    const places = placesOf(document);
    expect(["start", "scrape", "end"].map((id) => places.get(id))).toEqual([
      { x: 5, y: 0 },
      { x: 5, y: 50 },
      { x: 5, y: 100 },
    ]);
  });
});

describe("notes", () => {
  it("stand in the document, and take their list along with the last of them", () => {
    const { document, nodes } = addNote(BEGINNING, "Look here", { x: 1.2, y: 2 });
    const [id = ""] = nodes;
    expect(notesOf(document)).toEqual([
      { id, text: "Look here", position: { x: 1, y: 2 }, width: 220, height: 110 },
    ]);
    const changed = changeNote(document, id, (note) => ({ ...note, text: "There" }));
    expect(notesOf(changed)[0]?.text).toBe("There");
    expect(jsonText(removeNotes(changed, [id]))).toBe(jsonText(BEGINNING));
    expect(notesOf({ ...BEGINNING, notes: [3, { id: "x" }] })).toEqual([]);
  });
});

describe("the clipboard", () => {
  it("takes nodes and the lines among them to another document and back", () => {
    const text = copied(tidied(sample()), ["scrape", "check_count", "process_images"]);
    const there = pasted(BEGINNING, text, { x: 500, y: 0 }, builtIn);
    if ("problem" in there) throw new Error(there.problem);
    expect(there.nodes).toEqual(["scrape", "check_count", "process_images"]);
    expect(there.document.edges.slice(1)).toEqual([
      { source: "scrape", target: "check_count" },
      { source: "check_count", target: "process_images", data: { when: true } },
    ]);
    const twice = pasted(there.document, text, undefined, builtIn);
    if ("problem" in twice) throw new Error(twice.problem);
    expect(twice.nodes).toEqual(["scrape_2", "check_count_2", "process_images_2"]);
    expect(new Set(twice.document.nodes.map((node) => node.id)).size).toBe(8);
  });
  it("leaves a second start out", () => {
    const { document } = addNote(sample(), "n", { x: 0, y: 0 });
    const both = duplicated(document, ["start", "scrape"], ["note"], builtIn);
    expect([both.nodes, both.notes, both.leftOut]).toEqual([["scrape_2"], ["note_2"], 1]);
  });
  it("reads past what React Flow keeps", () => {
    const foreign = JSON.stringify({
      viewport: { x: 0, y: 0, zoom: 1 },
      nodes: [
        {
          id: "a",
          type: "python",
          measured: { width: 1 },
          selected: true,
          data: { label: "A" },
          position: { x: 0, y: 0 },
        },
      ],
      edges: [{ id: "e", source: "a", target: "gone", animated: true }],
    });
    const there = pasted(BEGINNING, foreign, { x: 3, y: 4 }, builtIn);
    if ("problem" in there) throw new Error(there.problem);
    expect(there.document.nodes.at(-1)).toEqual({
      label: "A",
      id: "a",
      type: "python",
      data: {},
      position: { x: 3, y: 4 },
    });
    expect(there.edges).toEqual([]);
  });
  it.each([
    ["hello", "noJson"],
    ['"hello"', "noNodes"],
    ["{}", "noNodes"],
    ['{"nodes":[{"kind":"x"}]}', "noNodes"],
    ['{"name":"x","items":[1]}', "noNodes"],
    ["[1,2]", "noNodes"],
    [
      JSON.stringify({ nodes: Array.from({ length: 10_000 }, (_, n) => ({ id: `n${n}`, type: "python" })) }),
      "tooMany",
    ],
    [" ".repeat(2_000_001), "tooLong"],
  ])("refuses what is no part of a flow: %.40s", (text, problem) => {
    expect(pasted(BEGINNING, text, undefined, builtIn)).toMatchObject({ problem });
  });
});
