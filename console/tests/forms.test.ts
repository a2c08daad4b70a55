import { describe, expect, it } from "vitest";
import { fieldsOf, initialEntries, readEntries } from "~/components/form/schemaForm";
import { editOf, entriesOf, stateFields } from "~/pages/run/steer/stateEdit";

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
  const fields = stateFields({
    n: 1,
    text: "5",
    on: false,
    list: [1],
    long: { $type: "list", preview: "[…" },
  });
  it("sends only what differs", () => {
    const entries = { ...entriesOf(fields), n: "2", text: "6" };
    expect(editOf(fields, entries, { more: '{"a": 1}' })).toEqual({
      updates: { n: 2, text: "6", more: { a: 1 } },
      unreadable: [],
    });
  });
  it("sends nothing where nothing differs, and never a preview", () => {
    expect(editOf(fields, entriesOf(fields), {}).updates).toEqual({});
    expect(editOf(fields, { ...entriesOf(fields), long: '"x"' }, {}).updates).toEqual({});
  });
  it("names what cannot be read, emptied fields among it", () => {
    const entries = { ...entriesOf(fields), n: "", list: "[" };
    expect(editOf(fields, entries, { more: "" }).unreadable).toEqual(["n", "list", "more"]);
  });
  it("empties a text to a text", () => {
    expect(editOf(fields, { ...entriesOf(fields), text: "" }, {}).updates).toEqual({ text: "" });
  });
});
