import { describe, expect, it } from "vitest";
import { kindOf } from "~/pages/run/artifacts/kinds";
import { parseTable } from "~/pages/run/artifacts/table";

describe("delimited text", () => {
  it.each([
    [
      "a,b\n1,2\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      '"a,""x""",b\r\n"two\nlines",',
      [
        ['a,"x"', "b"],
        ["two\nlines", ""],
      ],
    ],
    ["商品;价格\n", [["商品;价格"]]],
    ["", []],
    [",\n", [["", ""]]],
  ])("%j", (text, rows) => expect(parseTable(text, ",", 10)).toEqual(rows));
  it("stops after so many rows", () => expect(parseTable("a\n".repeat(1_000), ",", 5)).toHaveLength(5));
  it("knows tabs", () => expect(parseTable("a,b\tc", "\t", 5)).toEqual([["a,b", "c"]]));
});

describe("files", () => {
  it.each([
    ["a.PNG", 5, "image"],
    ["a.png", 1e9, "other"],
    ["b/c.csv", 5, "table"],
    ["x.json", 5, "json"],
    ["notes", 5, "other"],
  ])("%s of %s bytes is %s", (name, size, kind) => expect(kindOf(name, size)).toBe(kind));
});
