import { describe, expect, it } from "vitest";
import { againFields, againOf, changesOf } from "~/components/form/againInput";
import { givenFields, inputsBeyond } from "~/components/form/given";
import { hinted } from "~/components/form/hints";
import { fieldsOf, initialEntries, readEntries } from "~/components/form/schemaForm";
import { uploadsOf } from "~/components/form/uploaded";
import { editOf, likely } from "~/pages/run/steer/stateEdit";

const SCHEMA = {
  type: "object",
  required: ["name"],
  properties: {
    name: { type: "string" },
    count: { type: "integer", minimum: 1, default: 3 },
    ratio: { type: "number" },
    fast: { type: "boolean" },
    mode: { enum: ["a", 2] },
    tags: { type: "array" },
  },
};

describe("a form made from a schema", () => {
  const fields = fieldsOf(SCHEMA);
  it("has a field for each property, of its kind", () => {
    expect(fields.map(({ name, kind, required }) => [name, kind, required])).toEqual([
      ["name", "text", true],
      ["count", "integer", false],
      ["ratio", "number", false],
      ["fast", "boolean", false],
      ["mode", "choice", false],
      ["tags", "json", false],
    ]);
  });
  it("leaves out what is empty, and keeps defaults", () => {
    expect(readEntries(fields, initialEntries(fields))).toEqual({
      value: { name: "", count: 3 },
      unreadable: [],
    });
  });
  it("reads each kind", () => {
    const typed = { name: "5", count: "7", ratio: "0.5", fast: true, mode: "2", tags: '["x"]' };
    const read = { name: "5", count: 7, ratio: 0.5, fast: true, mode: 2, tags: ["x"] };
    expect(readEntries(fields, typed)).toEqual({ value: read, unreadable: [] });
  });
  it("names what cannot be read", () => {
    expect(readEntries(fields, { name: "a", count: "many", tags: "[1," }).unreadable).toEqual([
      "count",
      "tags",
    ]);
  });
});

describe("a state that is edited", () => {
  const fields = givenFields({
    n: 1,
    text: "5",
    on: false,
    list: [1],
    long: { $type: "list", preview: "[…" },
  });
  it("sends only what differs", () => {
    const entries = { ...initialEntries(fields), n: "2", text: "6" };
    expect(editOf(fields, entries, { more: '{"a": 1}' })).toEqual({
      updates: { n: 2, text: "6", more: { a: 1 } },
      uploads: {},
      unreadable: [],
    });
  });
  it("sends nothing where nothing differs, and never a preview", () => {
    expect(editOf(fields, initialEntries(fields), {}).updates).toEqual({});
    expect(editOf(fields, { ...initialEntries(fields), long: '"x"' }, {}).updates).toEqual({});
  });
  it("names what cannot be read, emptied fields among it", () => {
    const entries = { ...initialEntries(fields), n: "", list: "[" };
    expect(editOf(fields, entries, { more: "" }).unreadable).toEqual(["n", "list", "more"]);
  });
  it("empties a text to a text", () => {
    expect(editOf(fields, { ...initialEntries(fields), text: "" }, {}).updates).toEqual({ text: "" });
  });
});

describe("a form of richer fields", () => {
  const schema = {
    type: "object",
    required: ["source"],
    properties: {
      source: { type: "string", format: "folder", title: "Goods", title_zh: "商品" },
      key: { type: "string", format: "password" },
      pin: { type: "string", writeOnly: true },
      day: { type: "string", format: "date" },
      at: { type: "string", format: "date-time" },
      words: { type: "array", items: { type: "string" } },
      counts: { type: "array", items: { type: "integer" } },
      prices: {
        type: "array",
        items: { type: "object", properties: { name: { type: "string" }, price: { type: "number" } } },
      },
      deep: { type: "array", items: { type: "object", properties: { any: { type: "object" } } } },
      size: { enum: ["s", "l"], "x-i18n": { zh: { title: "大小", enum: ["小", "大"] } } },
    },
  };
  const fields = fieldsOf(schema, "zh");
  it("has the field that fits", () => {
    const kinds = [
      "folder",
      "password",
      "password",
      "date",
      "datetime",
      "list",
      "list",
      "table",
      "json",
      "choice",
    ];
    expect(fields.map(({ kind }) => kind)).toEqual(kinds);
  });
  it("speaks the reader's language where the flow does", () => {
    expect([fields[0]?.title, fields[1]?.title, fields[9]?.title]).toEqual(["商品", "key", "大小"]);
    expect(fields[9]?.choices.map(({ label }) => label)).toEqual(["小", "大"]);
    expect(fieldsOf(schema, "en").map(({ title }) => title)[0]).toBe("Goods");
  });
  it("reads lists, tables and moments, and sends what was uploaded apart", () => {
    const entries = {
      ...initialEntries(fields),
      source: { upload: "upload-1", path: "goods", label: "goods (2 files)" },
      at: "2026-01-31T12:00",
      words: ["a", "b"],
      counts: ["1", "2"],
      prices: [{ name: "杯", price: "12.5" }],
    };
    const { value, unreadable } = readEntries(fields, entries);
    expect(unreadable).toEqual([]);
    expect(value.at).toMatch(/^2026-01-31T12:00:00[+-]\d\d:\d\d$/);
    expect({ ...value, at: "" }).toEqual({
      at: "",
      words: ["a", "b"],
      counts: [1, 2],
      prices: [{ name: "杯", price: 12.5 }],
    });
    expect(uploadsOf(entries)).toEqual({ source: { upload: "upload-1", path: "goods" } });
  });
  it("names the list or table with a value that does not fit", () => {
    const entries = { counts: ["1", "many"], prices: [{ name: "a", price: "dear" }] };
    expect(readEntries(fields, entries).unreadable).toEqual(["counts", "prices"]);
  });
});

describe("a state that is edited with the flow's inputs beside it", () => {
  const declared = fieldsOf(SCHEMA);
  it("offers what the state does not hold, and sends only what was typed", () => {
    const inputs = inputsBeyond({ name: "a", ratio: 1 }, declared);
    expect(inputs.map(({ name }) => name)).toEqual(["count", "fast", "mode", "tags"]);
    expect(editOf([], { count: "7", mode: "" }, {}, inputs)).toEqual({
      updates: { count: 7 },
      uploads: {},
      unreadable: [],
    });
    expect(editOf([], { count: "many" }, {}, inputs).unreadable).toEqual(["count"]);
  });
  it("guesses what a mistyped key means", () => {
    expect(likely("max_distanse", ["source", "max_distance"])).toBe("max_distance");
    expect(likely("colour", ["source", "max_distance"])).toBeUndefined();
  });
});

describe("a form with what was given before", () => {
  const inputs = "/home/ann/.ren/runs/run-1/inputs";
  const schema = {
    type: "object",
    required: ["source"],
    properties: {
      source: { type: "string", format: "folder", title: "Goods" },
      table: { type: "string", format: "file" },
      mode: { enum: ["a", "b"], title: "Mode" },
      words: { type: "array", items: { type: "string" } },
      limit: { type: "integer" },
      at: { type: "string", format: "date-time" },
    },
  };
  const declared = fieldsOf(schema);
  const input = {
    extra: { a: 1 },
    source: `${inputs}/source`,
    table: "C:\\Ren\\runs\\r\\inputs\\table\\goods.csv",
    mode: "a",
    words: ["x", "y"],
    limit: "none",
    at: "2026-01-01T10:00:00+08:00",
    long: { $type: "list", preview: "[…" },
  };
  const fields = againFields(input, declared);
  const before = initialEntries(fields);

  it("has the flow's own fields in their order, and behind them what the flow does not know", () => {
    expect(fields.map(({ name, kind }) => [name, kind])).toEqual([
      ["source", "folder"],
      ["table", "file"],
      ["mode", "choice"],
      ["words", "list"],
      ["limit", "text"],
      ["at", "text"],
      ["extra", "json"],
    ]);
    expect(before).toMatchObject({
      source: { kept: input.source, name: "source" },
      table: { kept: input.table, name: "goods.csv" },
      mode: '"a"',
      words: ["x", "y"],
      at: input.at,
    });
    expect(againOf(input, fields, before)).toEqual({ input: {}, without: [], uploads: {}, unreadable: [] });
  });
  it("sends what is changed, what was uploaded, and what is to be left out", () => {
    const again = againOf(input, fields, {
      ...before,
      source: { upload: "upload-1", path: "goods", label: "goods (2 files)" },
      table: "",
      mode: '"b"',
      words: ["x", "y", "z"],
      extra: "{",
    });
    expect(again).toEqual({
      input: { mode: "b", words: ["x", "y", "z"] },
      without: ["table"],
      uploads: { source: { upload: "upload-1", path: "goods" } },
      unreadable: ["extra"],
    });
    expect(changesOf(again)).toBe(4);
  });
  it("edits a state with the same fields", () => {
    const state = givenFields({ source: input.source, words: ["x"], limit: 3 }, declared);
    const entries = {
      ...initialEntries(state),
      source: { upload: "upload-1", path: "", label: "2 files" },
      words: [],
    };
    expect(editOf(state, entries, {})).toEqual({
      updates: { words: [] },
      uploads: { source: { upload: "upload-1", path: "" } },
      unreadable: [],
    });
    expect(editOf(state, { ...initialEntries(state), source: "https://shop" }, {}).updates).toEqual({
      source: "https://shop",
    });
  });
});

describe("a form whose author gave hints", () => {
  const schema = hinted(
    {
      required: ["why"],
      properties: {
        approve: { type: "boolean", title: "Approve", title_zh: "同意" },
        why: { type: "string", description: "In a sentence" },
        size: { enum: ["s", "m"] },
      },
    },
    {
      order: ["why", "absent", "size"],
      fields: {
        why: { title: "Reason", title_zh: "理由", help_zh: "一句话", widget: "textarea" },
        size: { widget: "select", labels: { s: "Small" }, labels_zh: { m: "中" } },
        approve: { widget: "unheard of", help: 5, labels: { true: "Ship", false: "Stop" } },
        absent: { title: "No such field" },
      },
      submit: "Go",
    },
  );
  it("has its fields in the order of the hints, with their words and shapes", () => {
    const told = (language: string) =>
      fieldsOf(schema, language).map(({ name, title, description, widget, required }) => [
        name,
        title,
        description,
        widget,
        required,
      ]);
    expect(told("en")).toEqual([
      ["why", "Reason", "In a sentence", "textarea", true],
      ["size", "size", undefined, "select", false],
      ["approve", "Approve", undefined, undefined, false],
    ]);
    expect(told("zh")).toEqual([
      ["why", "理由", "一句话", "textarea", true],
      ["size", "size", undefined, "select", false],
      ["approve", "同意", undefined, undefined, false],
    ]);
  });
  it("has the words of its choices", () => {
    const words = (language: string) =>
      fieldsOf(schema, language).map(({ choices }) => choices.map(({ label }) => label));
    expect(words("en")).toEqual([[], ["Small", "m"], ["Ship", "Stop"]]);
    expect(words("zh")).toEqual([[], ["Small", "中"], ["Ship", "Stop"]]);
  });
  it("leaves yes or no open where it must be answered", () => {
    const fields = fieldsOf({ required: ["sure"], properties: { sure: { type: "boolean" } } });
    const entries = initialEntries(fields);
    expect(readEntries(fields, entries).value).toEqual({});
    expect(readEntries(fields, { sure: false }).value).toEqual({ sure: false });
  });
  it("is the same schema where there are none", () => {
    expect(fieldsOf(hinted(SCHEMA, undefined))).toEqual(fieldsOf(SCHEMA));
    expect(fieldsOf(hinted(undefined, undefined))).toEqual([]);
  });
});
