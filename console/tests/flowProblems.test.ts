import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import zh from "~/i18n/told/zh";
import type { FlowProblem, NodeType } from "~/pages/designer/api";
import type { FlowDocument } from "~/pages/designer/document/document";
import { placeIn, problemText, sorted } from "~/pages/designer/problems/words";
import { missingFunctions, TEMPLATES } from "~/pages/designer/templates/templates";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf-8");
const FLOW = {
  nodes: [{ id: "a", type: "pyton", data: { retires: 3, timeout: -1 } }],
  edges: [{ source: "a", target: "<b>no</b>" }],
} as unknown as FlowDocument;
const problem = (more: Partial<FlowProblem>): FlowProblem => ({
  code: "UNKNOWN_FIELD",
  severity: "error",
  pointer: "/nodes/0/data/retires",
  detail: "There is no field 'retires' here.",
  hint: "Did you mean 'retry'?",
  params: {},
  node_id: "a",
  edge: null,
  ...more,
});

describe("a problem of a flow", () => {
  it("is told by its code and what it names, not by the English text", () => {
    const found = problem({ params: { field: "retires", near: "retry", known: ["retry"] } });
    expect(problemText(found, FLOW, zh)).toEqual({
      title: "没有“retires”这个字段。",
      hint: "是否应为“retry”？",
    });
    expect(problemText({ ...found, params: { field: "retires", near: "" } }, FLOW, zh).hint).toBe(
      "检查拼写，或删除它。",
    );
  });
  it("names what stands at its place where the server names nothing", () => {
    const type = problem({ code: "UNKNOWN_TYPE", pointer: "/nodes/0/type" });
    expect(problemText(type, FLOW, zh).title).toBe("没有类型为“pyton”的节点。");
    const edge = problem({ code: "UNKNOWN_NODE", pointer: "/edges/0/target" });
    expect(problemText(edge, FLOW, zh).title).toBe("边指向不存在的节点“<b>no</b>”。");
    const nowhere = problem({ code: "UNKNOWN_NODE", pointer: "/edges/7/target" });
    expect(problemText(nowhere, FLOW, zh).title).toBe("边指向不存在的节点。");
  });
  it("has its limits where they are known", () => {
    const range = problem({ code: "OUT_OF_RANGE", pointer: "/nodes/0/data/timeout" });
    expect(
      problemText({ ...range, params: { field: "timeout", value: -1, min: 0, max: 9 } }, FLOW, zh).title,
    ).toBe("“timeout”的值 -1 不在 0 到 9 之间。");
    expect(problemText(range, FLOW, zh).title).toContain("-1");
  });
  it("says what is allowed where a word or a number is", () => {
    const version = problem({ code: "OUT_OF_RANGE", pointer: "/nodes/0/data/version" });
    const params = { field: "version", value: "v3", words: "latest", min: 1, near: "" };
    expect(problemText({ ...version, params }, FLOW, zh)).toEqual({
      title: "“version”必须是 latest 或不小于 1 的整数，而不是 v3。",
      hint: "换一个允许的值。",
    });
    const quoted = { field: "version", words: "all, any", min: 1, expected: "…", got: "a string" };
    expect(problemText({ ...version, code: "WRONG_TYPE", params: quoted }, FLOW, zh).title).toBe(
      "“version”必须是 all, any 或不小于 1 的整数，整数不带引号。",
    );
  });
  it("is the server's where this console has no words for it", () => {
    const fresh = problem({ code: "FROM_THE_FUTURE" });
    expect(problemText(fresh, FLOW, zh)).toEqual({ title: fresh.detail, hint: fresh.hint });
    expect(problemText(fresh, FLOW)).toEqual({ title: fresh.detail, hint: fresh.hint });
    expect(problemText(problem({ code: "constructor" }), FLOW, zh).title).toBe(fresh.detail);
  });
  it("has words in Chinese for each code that a flow may have", () => {
    const codes = [...read("docs/dsl.md").matchAll(/^\| `([A-Z_]+)` \|/gm)].map((found) => found[1] ?? "");
    expect(codes.length).toBeGreaterThan(60);
    for (const code of codes) {
      const { title, hint } = problemText(problem({ code, detail: "English", hint: "English" }), FLOW, zh);
      expect([code, title, hint].join(" ")).not.toContain("English");
      expect(title + hint).not.toMatch(/\{\{/);
      expect(title).toMatch(/\p{Script=Han}/u);
      expect(hint, code).toMatch(/\p{Script=Han}/u);
    }
  });
  it("names a field by its title, and what somebody named as it is", () => {
    const both = (en: string, zh: string) => ({ "x-title": { en, zh } });
    const retry = { ...both("Retry", "重试"), properties: { delay: both("Delay", "间隔") } };
    const args = { ...both("Arguments", "参数"), additionalProperties: {} };
    const steps = { ...both("Steps", "步骤"), items: { properties: { delay: both("Delay", "间隔") } } };
    const type = {
      type: "pyton",
      data_schema: { properties: { retry, args, steps } },
    } as unknown as NodeType;
    const titles = { types: [type], language: "zh" };
    const at = (pointer: string, more: Partial<FlowProblem> = {}) =>
      problem({ code: "WRONG_TYPE", pointer: `/nodes/0/data/${pointer}`, ...more });
    const told = (found: FlowProblem) => problemText(found, FLOW, zh, titles).title;
    expect(told(at("retry/delay", { params: { field: "delay" } }))).toBe("“间隔”的类型不对。");
    expect(told(at("steps/0/delay"))).toBe("“间隔”的类型不对。");
    expect(told(at("args/retry"))).toBe("“retry”的类型不对。");
    expect(told(at("constructor"))).toBe("“constructor”的类型不对。");
    expect(told(at("retry", { params: { field: "other" } }))).toBe("“other”的类型不对。");
    expect(placeIn(at("retry/delay"), FLOW, titles)).toBe("重试 › 间隔");
    expect(placeIn(at("retry/delay"), FLOW, { ...titles, language: "en" })).toBe("Retry › Delay");
    expect(placeIn(at("args/data"), FLOW, titles)).toBe("参数 › data");
    expect(placeIn(problem({ pointer: "/nodes/9/data/retry" }), FLOW, titles)).toBe("retry");
  });
  it("stands where it is, mistakes before advice", () => {
    expect(placeIn(problem({}))).toBe("retires");
    expect(placeIn(problem({ pointer: "/nodes/0/data/args/a~1b" }))).toBe("args › a/b");
    expect(placeIn(problem({ pointer: "/inputs/properties/x" }))).toBe("inputs › properties › x");
    expect(placeIn(problem({ pointer: "/nodes/0" }))).toBe("");
    const { errors, warnings } = sorted([problem({ severity: "warning" }), problem({ code: "NO_END" })]);
    expect([errors.map(({ code }) => code), warnings.length]).toEqual([["NO_END"], 1]);
  });
});

describe("a template", () => {
  it.each(TEMPLATES.map((each) => [each.name, each] as const))(
    "%s calls what it says",
    async (_, template) => {
      const flow = await template.load();
      const called = flow.nodes.flatMap(({ data }) =>
        typeof data?.codeRef === "string" ? [data.codeRef] : [],
      );
      expect([...new Set(called)].sort()).toEqual([...template.functions].sort());
      expect(missingFunctions(template, new Set(called))).toEqual([]);
      expect(missingFunctions(template, new Set()).length).toBe(template.functions.length);
    },
  );
});
