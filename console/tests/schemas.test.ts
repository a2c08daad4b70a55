import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "~/api/types";
import {
  choiceTexts,
  choiceValues,
  SHAPES,
  shapeOf,
  tableOf,
  withName,
  withNewProperty,
  withProperty,
  withRequired,
  withShape,
} from "~/pages/designer/inspector/flow/schemaTable";

const HOME = new URL("../../flows/", import.meta.url);
const SCHEMA: JsonObject = {
  type: "object",
  properties: {
    goods: { type: "string", format: "folder", title: "Goods", "x-i18n": { zh: { title: "商品" } } },
    count: { type: "integer", minimum: 1, default: 3 },
    mode: { enum: ["fast", 2] },
    deep: { type: "array", items: { type: "object", properties: {} } },
  },
  required: ["goods"],
  additionalProperties: false,
};

describe("a schema as a table", () => {
  it("has a row for each property, and says which keywords it has no column for", () => {
    const view = tableOf(SCHEMA);
    expect(
      "rows" in view &&
        view.rows.map(({ name, shape, isRequired, others }) => [name, shape, isRequired, others]),
    ).toEqual([
      ["goods", "folder", true, ["x-i18n"]],
      ["count", "integer", false, ["minimum"]],
      ["mode", "choice", false, []],
      ["deep", "other", false, ["items"]],
    ]);
  });
  it("is that of each sample", () => {
    const files = readdirSync(HOME).map((name) => new URL(`${name}/flow.json`, HOME));
    const flows = files
      .filter((file) => existsSync(file))
      .map((file) => JSON.parse(readFileSync(file, "utf-8")) as JsonObject);
    expect(flows.length).toBeGreaterThan(7);
    for (const flow of flows) expect(tableOf(flow.inputs)).toHaveProperty("rows");
  });
  it.each<[Json | undefined, string, string | undefined]>([
    [true, "noObject", undefined],
    [[], "noObject", undefined],
    [{ type: "array" }, "noObject", undefined],
    [{ type: "object", properties: { a: true } }, "notObjects", undefined],
    [{ properties: {}, allOf: [] }, "keyword", "allOf"],
    [{ properties: {}, $ref: "#/$defs/a" }, "keyword", "$ref"],
    [{ properties: {}, required: "a" }, "keyword", "required"],
  ])("%j is none", (schema, reason, keyword) =>
    expect(tableOf(schema)).toEqual({ reason, ...(keyword && { keyword }) }),
  );
});

describe("a change of a row", () => {
  it("touches nothing else, byte by byte", () => {
    const renamed = withName(SCHEMA, "count", "number");
    expect(JSON.stringify(renamed)).toBe(JSON.stringify(SCHEMA).replace('"count"', '"number"'));
    expect(withName(SCHEMA, "count", "mode")).toBeUndefined();
    expect(withName(SCHEMA, "count", "")).toBeUndefined();
    expect(withName(SCHEMA, "goods", "wares")?.required).toEqual(["wares"]);
    const back = withRequired(withRequired(SCHEMA, "count", true), "count", false);
    expect(JSON.stringify(back)).toBe(JSON.stringify(SCHEMA));
  });
  it("takes a property out of `required`, too", () => {
    const less = withProperty(SCHEMA, "goods", undefined);
    expect([Object.keys(less.properties as object), "required" in less]).toEqual([
      ["count", "mode", "deep"],
      false,
    ]);
  });
  it("gives another type, and keeps what does not contradict it", () => {
    const goods = (SCHEMA.properties as Record<string, JsonObject>).goods ?? {};
    expect(withShape(goods, "integer")).toEqual({
      type: "integer",
      title: "Goods",
      "x-i18n": { zh: { title: "商品" } },
    });
    expect(withShape(goods, "folder")).toBe(goods);
    for (const shape of Object.keys(SHAPES))
      expect(shapeOf(withShape(goods, shape as keyof typeof SHAPES))).toBe(shape);
    expect(shapeOf(withShape(goods, "choice"))).toBe("choice");
  });
  it("begins with a name of its own", () => {
    expect(withNewProperty(undefined)).toEqual({
      type: "object",
      properties: { input_1: { type: "string" } },
    });
    const twice = withNewProperty(withNewProperty({ properties: { input_2: {} } }));
    expect(Object.keys(twice.properties as object)).toEqual(["input_2", "input_3", "input_4"]);
  });
});

describe("the words of a choice", () => {
  it("are the same values again", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (values) => {
        expect(choiceValues(choiceTexts(values as Json[]))).toEqual(JSON.parse(JSON.stringify(values)));
      }),
    );
  });
});
