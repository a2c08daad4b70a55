import { describe, expect, it } from "vitest";
import { columnsOf, shapeOf, sorted } from "~/pages/tasks/show/shapes";
import { titleOf } from "~/pages/tasks/show/titles";

const picture = { artifact: "images/1.png", sha256: "0", size: 1 };

describe("what a value looks like to somebody who decides by it", () => {
  it.each([
    ["a text", "plain"],
    [5, "plain"],
    [null, "plain"],
    [picture, "file"],
    [["a", 2, null], "list"],
    [[{ a: 1 }, { b: "x", c: picture }], "table"],
    [{ a: 1, b: picture }, "facts"],
    [{ a: { b: 1 } }, "tree"],
    [[[1], [2]], "tree"],
    [[], "tree"],
    [{ $type: "list", preview: "[…" }, "tree"],
    [[picture, { a: 1 }], "tree"],
    [[Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`c${n}`, n]))], "tree"],
  ] as const)("%j: %s", (value, shape) => expect(shapeOf(value)).toBe(shape));

  it("has the columns of all rows, without what no cell can show", () => {
    expect(
      columnsOf([
        { b: 1, deep: { x: [1] } },
        { a: 2, b: 3, p: picture },
      ]),
    ).toEqual(["b", "a", "p"]);
    expect(columnsOf([1, { a: 1 }])).toEqual([]);
  });

  it("tells pictures by their names", () => {
    const names = ["a.PNG", "b.csv", "c/d.jpeg", "e"];
    expect(sorted(names)).toEqual({ pictures: ["a.PNG", "c/d.jpeg"], others: ["b.csv", "e"] });
  });
});

describe("what a value is called", () => {
  const goods = { title: "Goods", title_zh: "商品", "x-i18n": { fr: { title: "Articles" } } };
  const inputs = { properties: { goods, max_price: { title: " " }, constructor_: {} } };
  it.each([
    ["goods", "zh", "商品"],
    ["goods", "en", "Goods"],
    ["goods.first_one", "zh", "商品 › first one"],
    ["max_price", "zh", "最高价"],
    ["max_price", "en", "max price"],
    ["report.total_sum", "zh", "report.total sum"],
    ["constructor", "en", "constructor"],
  ])("%s (%s): %s", (way, language, said) => {
    const answer = { properties: { goods: { title: "other" }, max_price: { title_zh: "最高价" } } };
    expect(titleOf(way, [undefined, inputs, answer], language)).toBe(said);
  });
});
