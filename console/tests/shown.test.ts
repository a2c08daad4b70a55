import { describe, expect, it } from "vitest";
import { columnsOf, shapeOf, sorted } from "~/pages/tasks/show/shapes";

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
