import { readFileSync } from "node:fs";
import { BpmnModdle } from "bpmn-moddle";
import { describe, expect, it } from "vitest";
import type { FlowDocument, Run } from "../src/api/types.ts";
import { elementsOf } from "../src/bpmn/elements.ts";
import { isXml, MOST_BYTES, nameInXml, nameOfFile, readFile } from "../src/bpmn/readFile.ts";
import { standingsOf, takenFlows, toneOf } from "../src/bpmn/standings.ts";
import { typeWords } from "../src/bpmn/typeWords.ts";
import { diffVersions } from "../src/pages/flows/versionDiff.ts";

const TEA = readFileSync(new URL("../../flows/tea_order/flow.bpmn", import.meta.url), "utf-8");

const node = (id: string, status = "waiting", visits = 0) => ({
  id,
  label: null,
  label_zh: null,
  status,
  visits,
  started_at: null,
  duration_s: visits > 0 ? 1.5 : null,
});
const visit = (id: string, number: number) => ({
  node: id,
  visit: number,
  attempt: 1,
  status: "running",
  started_at: "2026-01-01T00:00:00Z",
  progress: null,
});
const wait = (id: string, kind: "form" | "timer", due: string | null = null, state = "armed") =>
  ({ key: `k-${id}`, kind, state, node_id: id, visit: 0, due_at: due }) as unknown as Run["waits"][number];
const run = (changes: Partial<Run>): Run =>
  ({
    status: "running",
    nodes: [],
    edges: [],
    open_visits: [],
    waits: [],
    error: null,
    ...changes,
  }) as unknown as Run;

describe("how a run stands at the elements", () => {
  it("counts tokens by the visits that are open, several at one element too", () => {
    const nodes = [node("a", "finished", 1), node("b", "running", 4), node("c")];
    const found = standingsOf(run({ nodes, open_visits: [visit("b", 3), visit("b", 4)] }));
    expect([...found.keys()]).toEqual(["a", "b"]);
    expect(found.get("b")).toMatchObject({ tokens: 2, visits: 4, seconds: null });
    expect(found.get("a")?.seconds).toBe(1.5);
    expect([...found.values()].map(toneOf)).toEqual(["green", "blue"]);
  });
  it("tells a form, and a timer beside a task is no token", () => {
    const waits = [
      wait("ask", "form"),
      wait("late", "timer", "2026-01-02T00:00:00Z"),
      wait("old", "timer", null, "met"),
    ];
    const nodes = [node("ask", "paused", 1), node("late"), node("old")];
    const found = standingsOf(run({ status: "interrupted", nodes, waits, open_visits: [visit("ask", 1)] }));
    expect(found.get("ask")?.form?.key).toBe("k-ask");
    expect(found.get("late")).toMatchObject({ tokens: 0, visits: 0, dueAt: "2026-01-02T00:00:00Z" });
    expect(found.has("old")).toBe(false);
    expect(toneOf(found.get("ask") as NonNullable<ReturnType<typeof found.get>>)).toBe("amber");
  });
  it("marks where a run stopped, also where nothing was visited", () => {
    const error = { code: "DEADLOCK", message: "", hint: "", node: "join", traceback: null };
    const found = standingsOf(run({ status: "error", error, nodes: [node("join")] }));
    expect(found.get("join")?.isIncident).toBe(true);
    expect([...found.values()].map(toneOf)).toEqual(["red"]);
  });
  it("shows no token in a run that is over", () => {
    const found = standingsOf(
      run({ status: "finished", nodes: [node("a", "finished", 1)], open_visits: [visit("a", 1)] }),
    );
    expect(found.get("a")?.tokens).toBe(0);
  });
  it("knows the flows that were taken by their ids", () => {
    const document = {
      nodes: [],
      edges: [
        { id: "one", source: "a", target: "b" },
        { id: "other", source: "a", target: "c" },
        { source: "c", target: "d" },
      ],
    } as unknown as FlowDocument;
    const edge = (number: number, source: string, taken: number) => ({
      edge: number,
      source,
      target: "",
      taken,
    });
    const edges = [edge(0, "a", 3), edge(1, "a", 0), edge(2, "c", 1), edge(1, "inner/a", 1), edge(9, "z", 1)];
    expect([...takenFlows(document, edges)]).toEqual([["one", 3]]);
    expect([...takenFlows(document, null)]).toEqual([]);
  });
});

describe("a file", () => {
  it("is read as it is, byte-order mark and all", async () => {
    const read = await readFile(new File(["\uFEFF<a>盒</a>\r\n"], "a.bpmn"));
    expect(read).toEqual({ text: "\uFEFF<a>盒</a>\r\n" });
  });
  it("is refused where it is no UTF-8, or too large, without reading it", async () => {
    expect(await readFile(new File([new Uint8Array([0x3c, 0xff, 0xfe])], "a"))).toEqual({
      trouble: "notUtf8",
    });
    const large = { size: MOST_BYTES + 1 } as File;
    expect(await readFile(large)).toEqual({ trouble: "tooLarge" });
  });
  it("is XML or not by its first character", () => {
    expect([TEA, "\uFEFF \n<x/>", '{"a": "<"}', "", "[1]"].map(isXml)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
  it("has the name of its process, else its own", () => {
    expect(nameInXml(TEA)).toBe("Tea order");
    expect(nameInXml("<process id='a' name='订单'/>")).toBe("订单");
    expect(nameInXml("<process id='a' /><task name='b'/>")).toBeUndefined();
    expect(nameInXml('<process name="a &amp; b">')).toBeUndefined();
    expect(["order.v2.bpmn", "a.bpmn20.xml", "a.XML", "b"].map(nameOfFile)).toEqual([
      "order.v2",
      "a",
      "a",
      "b",
    ]);
  });
});

describe("the words of a type", () => {
  it("are plain, in both languages, and of unknown types too", () => {
    expect(typeWords("bpmn:UserTask", "en")).toBe("user task");
    expect(typeWords("exclusiveGateway", "zh-CN")).toBe("排他网关");
    expect(typeWords("acme:constructor", "zh")).toBe("constructor");
  });
});

describe("two versions of a file", () => {
  const changed = (from: string, to: string) => {
    expect(TEA).toContain(from);
    return TEA.replace(from, to);
  };
  const differences = async (other: string) => {
    const [before, after] = await Promise.all([elementsOf(TEA), elementsOf(other)]);
    return diffVersions(before, after).nodes.map(({ id, kind }) => `${kind} ${id}`);
  };
  it("are the same however they are written", async () => {
    expect(await differences(TEA.replaceAll("bpmn:", "m:").replaceAll("xmlns:bpmn=", "xmlns:m="))).toEqual(
      [],
    );
    expect(await differences(TEA.replaceAll(/>\s+</g, "><"))).toEqual([]);
  });
  it("differ by element: what it does, what it is called, what another vendor says of it", async () => {
    expect(await differences(changed('"tea_order.check"', '"tea.look"'))).toEqual(["changed Check"]);
    expect(await differences(changed('name="Say why not"', 'name="Say no"'))).toEqual(["changed Drop"]);
    expect(await differences(changed("P1D", "P2D"))).toEqual(["changed TooLate"]);
    expect(await differences(changed("approved == true", "approved"))).toEqual(["changed Flow_Yes"]);
    expect(await differences(changed('"maxLength": 500', '"maxLength": 5'))).toEqual(["changed Approve"]);
    expect(await differences(changed('id="Bill"', 'id="Bill" xmlns:acme="a" acme:owner="Ada"'))).toEqual([
      "changed Bill",
    ]);
    expect(await differences(changed('errorCode="OUT_OF_STOCK"', 'errorCode="GONE"'))).toEqual([
      "changed OutOfStock",
    ]);
  });
  it("differ by what was added, removed, moved", async () => {
    const added = changed('<bpmn:endEvent id="Done"', '<bpmn:task id="New" /><bpmn:endEvent id="Done"');
    expect(await differences(added)).toEqual(["added New"]);
    expect(await differences(TEA.replace(/<bpmn:sequenceFlow id="Flow_TooLate".*?\/>/, ""))).toEqual([
      "removed Flow_TooLate",
    ]);
    expect(await differences(changed('x="152" y="202"', 'x="150" y="202"'))).toEqual(["moved Start"]);
  });
  it("cannot be told where one is no BPMN", async () => {
    await expect(elementsOf("<a/>")).rejects.toThrow();
    await expect(elementsOf("no")).rejects.toThrow();
  });
});

describe("another vendor's words", () => {
  it("are there after the file was read and written", async () => {
    const given = TEA.replace(
      '<bpmn:scriptTask id="Drop"',
      '<bpmn:scriptTask xmlns:acme="http://acme.example" acme:owner="小明" id="Drop"',
    ).replace(
      "<bpmn:script>[",
      '<bpmn:extensionElements><acme:note xmlns:acme="http://acme.example" colour="red">keep<acme:deep n="1" /></acme:note></bpmn:extensionElements><bpmn:script>[',
    );
    const moddle = new BpmnModdle();
    const { rootElement, warnings } = await moddle.fromXML(given);
    expect(warnings).toEqual([]);
    const { xml } = await moddle.toXML(rootElement, { format: true });
    for (const kept of ['acme:owner="小明"', 'colour="red"', '<acme:deep n="1"', "renflow:form", "BPMNShape"])
      expect(xml).toContain(kept);
    const [before, after] = await Promise.all([elementsOf(given), elementsOf(xml)]);
    expect(diffVersions(before, after)).toMatchObject({ nodes: [] });
  });
});
