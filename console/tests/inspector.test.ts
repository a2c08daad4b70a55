import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Checkpoint, FunctionItem, Json, JsonObject } from "~/api/types";
import type { FlowDocument, FlowEdge } from "~/pages/designer/document/document";
import { readJson } from "~/pages/designer/document/text";
import { placesIn } from "~/pages/designer/inspector/condition/placesIn";
import { tagsOf, valuesOf } from "~/pages/designer/inspector/condition/tags";
import { lastVisit } from "~/pages/designer/inspector/data/lastVisit";
import { meaningOf, meaningsFor, withMeaning } from "~/pages/designer/inspector/edges/edges";
import { setData, withField, withKey } from "~/pages/designer/inspector/edits";
import {
  amountOf,
  secondsOf,
  UNITS,
  unitOf,
  waitsBetween,
} from "~/pages/designer/inspector/fields/durations";
import { editorOf, isUsable, oneOfFields } from "~/pages/designer/inspector/fields/fieldKind";
import { fieldWords } from "~/pages/designer/inspector/fields/fieldWords";
import {
  firstValue,
  parametersOf,
  sourceOf,
  withParameter,
} from "~/pages/designer/inspector/functions/parameters";
import { stateKeys } from "~/pages/designer/inspector/stateKeys";

const text = (value: unknown) => JSON.stringify(value);

describe("a change of a document", () => {
  const flow = readJson(
    '{"x-new":[1,{"b":2,"a":1}],"nodes":[{"zz":0,"id":"a","type":"python","data":{"later":{"k":12345678901234567890},"codeRef":"f","args":{"n":1}}},{"id":"b","type":"new"}],"edges":[],"dsl":1}',
  ) as FlowDocument;
  it("leaves everything else as it is, byte by byte", () => {
    const changed = setData(flow, "a", { codeRef: "g" });
    expect(text(changed)).toBe(text(flow).replace('"codeRef":"f"', '"codeRef":"g"'));
    expect(changed.nodes[1]).toBe(flow.nodes[1]);
    expect(text(setData(changed, "a", { codeRef: "f" }))).toBe(text(flow));
  });
  it("takes out what is emptied, and `data` with the last of it", () => {
    const bare = setData(flow, "a", { codeRef: undefined, args: undefined, later: undefined });
    expect(bare.nodes[0]).toEqual({ zz: 0, id: "a", type: "python" });
    expect(setData(flow, "b", {}).nodes[1]).toEqual({ id: "b", type: "new" });
  });
  it("keeps a key's place when it is renamed, and refuses a name that is taken", () => {
    expect(text(withKey({ a: 1, b: 2, c: 3 }, "b", "d"))).toBe('{"a":1,"d":2,"c":3}');
    expect(withKey({ a: 1, b: 2 }, "b", "a")).toBeUndefined();
    expect(text(withField({ a: 1, b: 2 }, "a", 3))).toBe('{"a":3,"b":2}');
  });
});

describe("the editor of a field", () => {
  const duration = { type: "number", exclusiveMinimum: 0 };
  const textOrRule: JsonObject = { anyOf: [{ type: "string", maxLength: 200 }, { type: "object" }] };
  it.each<[string, JsonObject, Json | undefined, string]>([
    ["codeRef", { type: "string" }, "f", "function"],
    ["expr", { type: ["object", "array", "string", "number", "boolean"] }, true, "condition"],
    ["timeout", duration, 60, "duration"],
    ["timeout", duration, "ten", "json"],
    ["timeout", { anyOf: [duration, { type: "object" }] }, {}, "json"],
    ["onError", { type: "string", enum: ["fail", "continue"] }, "fail", "choice"],
    ["onError", { type: "string", enum: ["fail", "continue"] }, "retry", "json"],
    ["isolate", { type: "boolean" }, undefined, "boolean"],
    ["isolate", { type: "boolean" }, "yes", "json"],
    ["workers", { type: "integer" }, 3, "number"],
    ["title", textOrRule, { cat: ["a"] }, "textOrRule"],
    ["title", textOrRule, { a: 1, b: 2 }, "json"],
    ["description", { type: "string", maxLength: 10_000 }, "x", "longText"],
    ["headers", { type: "object", additionalProperties: {} }, { A: "b" }, "map"],
    ["headers", { type: "object", additionalProperties: {} }, [], "json"],
    ["args", { type: "object", additionalProperties: {} }, undefined, "parameters"],
    ["args", { type: "array" }, undefined, "json"],
    ["seconds", { anyOf: [{ type: "number" }, { type: "object" }] }, { var: "s" }, "durationOrRule"],
    ["something", {}, { any: "thing" }, "json"],
    ["something", { $ref: "#/$defs/x" }, undefined, "json"],
    ["constructor", { type: "string" }, "x", "text"],
  ])("%s %j with %j", (name, schema, value, kind) => expect(editorOf(name, schema, value)).toBe(kind));
  it("is that of attempts only where it has nothing else", () => {
    const number = { type: "number" };
    const retry = { type: "object", properties: { maxAttempts: number, delay: number, backoff: number } };
    expect(editorOf("retry", retry, { maxAttempts: 3 })).toBe("retry");
    expect(editorOf("retry", retry, { maxAttempts: 3, jitter: true })).toBe("json");
    expect(editorOf("retry", { type: "integer" }, 2)).toBe("number");
  });
  it("knows fields of which there is exactly one, and what goes with which", () => {
    const schema = {
      oneOf: [{ required: ["seconds"] }, { required: ["until"] }],
      dependentSchemas: { timezone: { anyOf: [{ required: ["until"] }, { required: ["cron"] }] } },
    };
    expect(oneOfFields(schema)).toEqual(["seconds", "until"]);
    expect(oneOfFields({ oneOf: [{ required: ["a", "b"] }] })).toEqual([]);
    expect(isUsable("timezone", schema, { seconds: 1 })).toBe(false);
    expect(isUsable("timezone", schema, { cron: "" })).toBe(true);
    expect(isUsable("other", schema, {})).toBe(true);
  });
  it("has the server's words without the documentation's marks", () => {
    const schema = {
      "x-title": { en: "Retry", zh: "重试" },
      "x-description": { en: 'See [how](x.md): `"fail"` or `n`.', zh: "见文档。" },
    };
    expect(fieldWords("retry", schema, "en")).toEqual({ title: "Retry", hint: "See how: fail or n." });
    expect(fieldWords("retry", schema, "zh")).toEqual({ title: "重试", hint: "见文档。" });
    expect(fieldWords("x", {}, "zh")).toEqual({ title: "x", hint: undefined });
  });
});

describe("parameters", () => {
  const item = {
    name: "f",
    parameters: {
      type: "object",
      properties: { limit: { type: "integer", default: 10 }, mode: { enum: ["a", "b"] }, source: {} },
      required: ["source"],
    },
  } as unknown as FunctionItem;
  it("are those of the function, then what else the node gives", () => {
    const given = { args: { limit: 5, old: 1 }, argsFrom: { source: { var: "shop.url" } } };
    const found = parametersOf(item, given, "en");
    expect(found.map(({ name, source, field }) => [name, source, field !== undefined])).toEqual([
      ["limit", "value", true],
      ["mode", "none", true],
      ["source", "state", true],
      ["old", "value", false],
    ]);
  });
  it("of a function that is gone are kept", () => {
    const given = { args: { a: null }, argsFrom: { b: { "+": [1, 2] } } };
    expect(
      parametersOf(undefined, given, "en").map(({ name, source, value }) => [name, source, value]),
    ).toEqual([
      ["a", "value", null],
      ["b", "rule", { "+": [1, 2] }],
    ]);
  });
  it("move between what stands and what is computed", () => {
    const given = { args: { limit: 5 } };
    expect(withParameter(given, "limit", "state", { var: "n" })).toEqual({
      args: undefined,
      argsFrom: { limit: { var: "n" } },
    });
    expect(withParameter(given, "limit", "none", undefined)).toEqual({
      args: undefined,
      argsFrom: undefined,
    });
    expect(withParameter({ args: {} }, "x", "none", undefined)).toEqual({ args: {}, argsFrom: undefined });
  });
  it("begin with what fits", () => {
    const [limit, mode] = parametersOf(item, {}, "en");
    expect(firstValue("value", limit?.field, undefined)).toBe(10);
    expect(firstValue("value", mode?.field, undefined)).toBe("a");
    expect(firstValue("state", undefined, { var: "kept" })).toEqual({ var: "kept" });
    const values: Array<Json | undefined> = [undefined, { var: "a" }, { cat: [] }, { a: 1, b: 2 }, "x"];
    expect(values.map(sourceOf)).toEqual(["none", "state", "rule", "value", "value"]);
  });
});

describe("values of a list as texts", () => {
  it("come back as they were", () => {
    const scalar = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom("5", "true", " a", "", '"'),
    );
    fc.assert(
      fc.property(fc.array(scalar), (values) => {
        expect(valuesOf(tagsOf(values))).toEqual(values);
      }),
    );
  });
  it("are read as what they look like", () =>
    expect(valuesOf(["5", "red", "true", '"7"', "null", "[1]"])).toEqual([5, "red", true, "7", null, "[1]"]));
});

describe("durations", () => {
  it("are said in the largest unit that leaves a whole number", () => {
    expect([0, 59, 60, 90, 3_600, 86_400, 0.5].map(unitOf)).toEqual(["s", "s", "min", "s", "h", "d", "s"]);
  });
  it("are the same seconds again", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2_592_000 }),
        fc.constantFrom("s", "min", "h", "d" as const),
        (n, unit) => {
          const seconds = n * UNITS[unit as keyof typeof UNITS];
          const own = unitOf(seconds);
          expect(secondsOf(String(amountOf(seconds, own)), own)).toBe(seconds);
        },
      ),
    );
    expect([secondsOf("", "s"), secondsOf("x", "s"), secondsOf("1e999", "s")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
  it("between attempts grow", () => {
    expect(waitsBetween(4, 5, 2)).toEqual([5, 10, 20]);
    expect(waitsBetween(1, 5, 2)).toEqual([]);
    expect(waitsBetween(1_000, 1, 1, 3)).toEqual([1, 1, 1]);
  });
});

describe("what an edge stands for", () => {
  const edge: FlowEdge = { source: "a", target: "b", data: { when: true, label: "yes" } };
  it("is one of what its source gives, and what it is now", () => {
    expect(meaningOf(edge)).toBe("true");
    expect(meaningsFor(edge, true, false)).toEqual(["next", "true", "false", "value"]);
    expect(meaningsFor(edge, false, true)).toEqual(["next", "error", "timeout", "true"]);
  });
  it("changes alone", () => {
    expect(withMeaning(edge, "true")).toBe(edge);
    expect(withMeaning(edge, "next").data).toEqual({ label: "yes" });
    expect(withMeaning(edge, "error").data).toEqual({ label: "yes", on: "error" });
    const failure: FlowEdge = { source: "a", target: "b", data: { on: "error", as: "why" } };
    expect(withMeaning(failure, "timeout").data).toEqual({ as: "why", on: "timeout" });
    expect(withMeaning(failure, "next")).toEqual({ source: "a", target: "b" });
  });
});

describe("what the last run tells", () => {
  const at = (id: string, node: string | null, parent: string | null, due: string[]) =>
    ({
      checkpoint_id: id,
      node,
      parent_id: parent,
      changed: ["x"],
      due: due.map((each) => ({ node: each, visit: 1 })),
    }) as unknown as Checkpoint;
  const newestFirst = [at("c3", "b", "c2", ["c"]), at("c2", "a", "c1", ["b"]), at("c1", null, null, ["a"])];
  it("is the state before the visit, and what it changed", () => {
    expect(lastVisit(newestFirst, "b")).toEqual({ before: "c2", after: "c3", changed: ["x"] });
    expect(lastVisit(newestFirst, "c")).toEqual({ before: "c3", after: undefined, changed: [] });
    expect(lastVisit(newestFirst, "d")).toBeUndefined();
  });
});

describe("the keys of the state", () => {
  it("are those of the input and those that are written, each once", () => {
    const flow = {
      inputs: { properties: { source: {}, limit: {} } },
      state: { rows: "append" },
      nodes: [
        { id: "a", type: "http", data: { outputKey: "answer" } },
        { id: "b", type: "subflow", data: { output: { prices: "found" } } },
      ],
      edges: [
        { source: "a", target: "b", data: { on: "error" } },
        { source: "a", target: "b" },
      ],
    } as unknown as FlowDocument;
    expect(stateKeys(flow, ["limit", "__own", "more"])).toEqual([
      "source",
      "limit",
      "answer",
      "prices",
      "error",
      "rows",
      "more",
    ]);
  });
  it("that a rule reads are found, but not those of items", () => {
    const rule: Json = {
      and: [{ ">": [{ var: "a.b" }, 1] }, { some: [{ var: "rows" }, { var: "price" }] }, { var: ["c", 1] }],
    };
    expect(placesIn(rule)).toEqual(["a.b", "rows", "c"]);
  });
});
