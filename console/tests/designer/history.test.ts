import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { copied, duplicated, pasted } from "~/pages/designer/document/clipboard";
import { edgeKey, type FlowDocument, notesOf } from "~/pages/designer/document/document";
import { changeEdgeData, connect, insertInto, reconnect, removeEdges } from "~/pages/designer/document/edges";
import { collapse, grouped, groupsOf, ungrouped } from "~/pages/designer/document/groups";
import { begun, changed, type History, redone, undone } from "~/pages/designer/document/history";
import { freshId, idsOf } from "~/pages/designer/document/ids";
import { builtIn } from "~/pages/designer/document/kinds";
import {
  addNode,
  changeData,
  changeField,
  removeNodes,
  renameNode,
  takeOut,
} from "~/pages/designer/document/nodes";
import { addNote, changeNote, removeNotes } from "~/pages/designer/document/notes";
import { aligned, movedBy, tidied } from "~/pages/designer/document/places";
import { jsonText, readJson } from "~/pages/designer/document/text";

const STEPS = 60;

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Operation = (document: FlowDocument, chance: () => number) => FlowDocument;

const node = (document: FlowDocument, chance: () => number) =>
  document.nodes[Math.floor(chance() * document.nodes.length)]?.id ?? "nobody";
const edge = (document: FlowDocument, chance: () => number) =>
  edgeKey(Math.floor(chance() * Math.max(1, document.edges.length)));
const some = (document: FlowDocument, chance: () => number) =>
  document.nodes.filter(() => chance() < 0.3).map((each) => each.id);
const note = (document: FlowDocument) => notesOf(document)[0]?.id ?? "nobody";
const group = (document: FlowDocument) => groupsOf(document)[0]?.id ?? "nobody";

const OPERATIONS: Operation[] = [
  (document) => addNode(document, { type: "python", data: { codeRef: "a.b" } }, { x: 3, y: 4 }).document,
  (document, chance) =>
    insertInto(document, edge(document, chance), { type: "wait" }, { x: 1, y: 2 }).document,
  (document, chance) =>
    connect(document, node(document, chance), node(document, chance), { on: "error" }).document,
  (document, chance) =>
    reconnect(document, edge(document, chance), {
      source: node(document, chance),
      target: node(document, chance),
    }),
  (document, chance) => changeEdgeData(document, edge(document, chance), { when: chance() }),
  (document, chance) => removeEdges(document, [edge(document, chance)]),
  (document, chance) => removeNodes(document, [node(document, chance)]),
  (document, chance) => takeOut(document, node(document, chance)),
  (document, chance) => duplicated(document, some(document, chance), [], builtIn).document,
  (document, chance) => {
    const there = pasted(document, copied(document, some(document, chance)), { x: 9, y: 9 }, builtIn);
    return "problem" in there ? document : there.document;
  },
  (document, chance) => movedBy(document, some(document, chance), { x: 10 * chance(), y: -7 }),
  (document, chance) => aligned(document, some(document, chance), "middle"),
  (document) => tidied(document),
  (document, chance) => renameNode(document, node(document, chance), freshId(idsOf(document), "renamed")),
  (document, chance) => changeData(document, node(document, chance), { args: { n: chance() } }),
  (document, chance) => changeField(document, "name", chance() < 0.5 ? undefined : `Name ${chance()}`),
  (document) => addNote(document, "<b>note</b>", { x: 0, y: 0 }).document,
  (document) => changeNote(document, note(document), (each) => ({ ...each, text: "又一张便签" })),
  (document) => removeNotes(document, [note(document)]),
  (document, chance) => grouped(document, some(document, chance))?.document ?? document,
  (document, chance) => collapse(document, group(document), chance() < 0.5),
  (document, chance) => ungrouped(document, chance() < 0.3 ? [group(document)] : []),
];

function sample(): FlowDocument {
  return readJson(readFileSync("../flows/product_selection/flow.json", "utf8")) as FlowDocument;
}

describe("a random walk of sixty operations", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("comes back byte by byte, and goes there again (seed %i)", (seed) => {
    const chance = chances(seed);
    const texts = [jsonText(sample())];
    let history: History = begun(sample());
    for (let guard = 0; texts.length <= STEPS && guard < 10_000; guard += 1) {
      const operation = OPERATIONS[Math.floor(chance() * OPERATIONS.length)] as Operation;
      const next = operation(history.present, chance);
      const before = history;
      history = changed(history, next, { what: "walk" }, guard * 5_000);
      if (history !== before) texts.push(jsonText(history.present));
    }
    expect(texts).toHaveLength(STEPS + 1);
    for (let index = STEPS; index >= 0; index -= 1) {
      expect(jsonText(history.present)).toBe(texts[index]);
      history = undone(history);
    }
    expect(undone(history)).toBe(history);
    for (let index = 0; index <= STEPS; index += 1) {
      expect(jsonText(history.present)).toBe(texts[index]);
      history = redone(history);
    }
    expect(redone(history)).toBe(history);
  });
});

describe("the history", () => {
  const named = (name: string) => ({ ...sample(), name });
  it("groups what follows each other fast, and nothing else", () => {
    let history = begun(sample());
    history = changed(history, named("a"), { what: "name", group: "name" }, 0);
    history = changed(history, named("ab"), { what: "name", group: "name" }, 900);
    history = changed(history, named("abc"), { what: "name", group: "name" }, 1_800);
    expect(history.past).toHaveLength(1);
    history = changed(history, named("abcd"), { what: "name", group: "name" }, 2_801);
    expect(history.past).toHaveLength(2);
    history = changed(history, named("x"), { what: "other", group: "other" }, 2_802);
    expect(history.past).toHaveLength(3);
    history = undone(history);
    history = changed(history, named("y"), { what: "other", group: "other" }, 2_803);
    expect([history.past.length, history.future.length]).toEqual([3, 0]);
  });
  it("goes a hundred steps back", () => {
    let history = begun(sample());
    for (let step = 0; step < 250; step += 1)
      history = changed(history, named(`${step}`), { what: "name" }, step);
    for (let step = 0; step < 250; step += 1) history = undone(history);
    expect(history.present.name).toBe("149");
  });
});
