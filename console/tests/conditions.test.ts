import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "~/api/types";
import {
  added,
  newComparison,
  replaced,
  withOperator,
  wrapped,
} from "~/pages/designer/inspector/condition/edit";
import { format } from "~/pages/designer/inspector/condition/format";
import {
  arity,
  BINARY,
  MAX_COMPARISONS,
  OPERATORS,
  type Operand,
  type Part,
} from "~/pages/designer/inspector/condition/model";
import { parse } from "~/pages/designer/inspector/condition/parse";

const RUNS = { numRuns: 2_000 };
const reasonOf = (rule: Json) => {
  const parsed = parse(rule);
  return "reason" in parsed ? parsed.reason : undefined;
};
const again = (rule: Json) => {
  const parsed = parse(rule);
  return "part" in parsed ? format(parsed.part) : undefined;
};

const scalar = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.double({ noNaN: true }),
  fc.integer(),
  fc.string(),
);
const path = fc.oneof(fc.string(), fc.constantFrom("total", "shop.name", "商品.价格", "rows.0", ""));
const variable = fc.oneof(
  path.map((each) => ({ var: each })),
  path.map((each) => ({ var: [each] })),
  fc.tuple(path, scalar).map((each) => ({ var: each })),
);
const operand = fc.oneof(variable, scalar);
const list = fc.array(scalar, { maxLength: 4 });
const comparison = fc.oneof(
  fc.tuple(fc.constantFrom(...BINARY), operand, operand).map(([op, a, b]) => ({ [op]: [a, b] })),
  fc.tuple(fc.constantFrom("<", "<="), operand, operand, operand).map(([op, ...all]) => ({ [op]: all })),
  fc.tuple(operand, fc.oneof(list, operand)).map((both) => ({ in: both })),
  variable,
  operand.map((each) => ({ "!!": each })),
  operand.map((each) => ({ "!!": [each] })),
);

/** Rules that can be drawn. */
const { drawable } = fc.letrec<{ drawable: Json; inner: Json }>((tie) => ({
  inner: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    comparison as fc.Arbitrary<Json>,
    fc.array(tie("inner"), { minLength: 1, maxLength: 3 }).map((and) => ({ and }) as Json),
    fc.array(tie("inner"), { minLength: 1, maxLength: 3 }).map((or) => ({ or }) as Json),
  ),
  drawable: fc.oneof(
    tie("inner"),
    tie("inner").map((rule) => ({ "!": rule }) as Json),
    tie("inner").map((rule) => ({ "!": [rule] }) as Json),
  ),
}));

/** Rules of every kind: drawable ones with others in them. */
const { any } = fc.letrec<{ any: Json }>((tie) => ({
  any: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    operand as fc.Arbitrary<Json>,
    list as fc.Arbitrary<Json>,
    fc
      .tuple(
        fc.constantFrom(
          "and",
          "or",
          "!",
          "!!",
          "in",
          "if",
          "+",
          "cat",
          "missing",
          "some",
          "reduce",
          ...BINARY,
        ),
        fc.oneof(tie("any"), fc.array(tie("any"), { maxLength: 4 })),
      )
      .map(([op, given]) => ({ [op]: given }) as Json),
  ),
}));

const drawnOperand: fc.Arbitrary<Operand> = fc.oneof(
  path.map((each): Operand => ({ kind: "var", path: each, spelling: "bare" })),
  fc
    .tuple(path, scalar)
    .map(([each, fallback]): Operand => ({ kind: "var", path: each, spelling: "listed", fallback })),
  scalar.map((value): Operand => ({ kind: "value", value })),
);
const drawn: fc.Arbitrary<Part> = fc
  .tuple(
    fc.constantFrom(...OPERATORS.filter((each) => each !== "true" && each !== "in")),
    fc.array(drawnOperand, { minLength: 3, maxLength: 3 }),
  )
  .map(([op, operands]): Part => ({ kind: "comparison", op, operands: operands.slice(0, arity(op)) }));

describe("a rule that is read and written again", () => {
  it("is the very same, or is refused, whatever rule it is", () => {
    fc.assert(
      fc.property(any, (rule) => {
        const written = again(rule);
        if (written !== undefined) expect(written).toEqual(rule);
      }),
      RUNS,
    );
  });
  it("is the very same, or is refused, whatever JSON it is", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const written = again(json as Json);
        if (written !== undefined) expect(written).toEqual(json);
      }),
      RUNS,
    );
  });
  it("is drawn wherever it is made of groups and comparisons", () => {
    let drawnOnes = 0;
    fc.assert(
      fc.property(drawable, (rule) => {
        const reason = reasonOf(rule);
        if (reason === undefined) drawnOnes += 1;
        else expect(["deep", "many"]).toContain(reason.code);
        expect(again(rule) ?? rule).toEqual(rule);
      }),
      RUNS,
    );
    expect(drawnOnes).toBeGreaterThan(RUNS.numRuns * 0.8);
  });
  it("is drawn as it was, when it was made of a drawing", () => {
    fc.assert(
      fc.property(drawn, (part) => {
        expect(parse(format(part))).toEqual({ part });
      }),
      RUNS,
    );
  });
});

describe("a rule that cannot be drawn", () => {
  it.each<[Json, object]>([
    [true, { code: "literal" }],
    ["yes", { code: "literal" }],
    [[{ var: "a" }], { code: "list" }],
    [{}, { code: "noRule" }],
    [{ var: "a", and: [] }, { code: "noRule" }],
    [{ if: [{ var: "a" }, true, false] }, { code: "operator", name: "if" }],
    [{ ">": [{ "+": [{ var: "a" }, 1] }, 2] }, { code: "operator", name: "+" }],
    [{ some: [{ var: "rows" }, { var: "bad" }] }, { code: "operator", name: "some" }],
    [{ and: [] }, { code: "operands", name: "and" }],
    [{ and: { var: "a" } }, { code: "operands", name: "and" }],
    [{ "==": [1] }, { code: "operands", name: "==" }],
    [{ ">": [3, { var: "a" }, 1] }, { code: "operands", name: ">" }],
    [{ "!": [{ var: "a" }, 1] }, { code: "operands", name: "!" }],
    [{ "!": { "!": { var: "a" } } }, { code: "nested" }],
    [{ var: 1 }, { code: "path" }],
    [{ var: [] }, { code: "path" }],
    [{ var: ["a", { var: "b" }] }, { code: "path" }],
    [{ in: [{ var: "a" }, [{ var: "b" }]] }, { code: "list" }],
    [{ "==": [[1], { var: "a" }] }, { code: "list" }],
  ])("%j says why", (rule, reason) => expect(reasonOf(rule)).toEqual(reason));
  it("is one that is nested fifty deep, and tells at once", () => {
    const deep = (levels: number): Json => (levels === 0 ? { var: "a" } : { and: [deep(levels - 1)] });
    expect(reasonOf(deep(50))).toEqual({ code: "deep" });
    expect(reasonOf(deep(5_000))).toEqual({ code: "deep" });
    const not = (levels: number): Json => (levels === 0 ? { var: "a" } : { "!": not(levels - 1) });
    expect(reasonOf(not(50))).toEqual({ code: "deep" });
  });
  it("is one of very many comparisons", () => {
    const many = Array.from({ length: MAX_COMPARISONS + 1 }, () => ({ var: "a" }));
    expect(reasonOf({ or: many })).toEqual({ code: "many" });
  });
  it("is none at all", () => expect(parse(undefined)).toEqual({ reason: { code: "literal" } }));
});

describe("a drawn condition that is changed", () => {
  const [a, b] = [
    { kind: "comparison", op: "true", operands: [{ kind: "var", path: "a", spelling: "bare" }] },
    { kind: "comparison", op: "true", operands: [{ kind: "var", path: "b", spelling: "listed" }] },
  ] as const satisfies Part[];
  it("grows into a group, and shrinks", () => {
    const both = added(a as Part, b as Part);
    expect(format(both)).toEqual({ and: [{ var: "a" }, { var: ["b"] }] });
    expect(format(wrapped(both))).toEqual({ or: [{ and: [{ var: "a" }, { var: ["b"] }] }] });
    expect(replaced(both, [0], () => null)).toEqual({ kind: "group", op: "and", parts: [b] });
    expect(replaced(wrapped(wrapped(a as Part)), [0, 0], () => null)).toBeNull();
    expect(replaced(a as Part, [3], () => null)).toEqual(a);
  });
  it("keeps what another operator can use", () => {
    const fresh = { ...newComparison(), operands: [a.operands[0], { kind: "value", value: 7 } as Operand] };
    expect(format(withOperator(fresh, "in"))).toEqual({ in: [{ var: "a" }, [7]] });
    expect(format(withOperator(withOperator(fresh, "in"), ">="))).toEqual({ ">=": [{ var: "a" }, 7] });
    expect(format(withOperator(fresh, "within"))).toEqual({ "<=": [7, { var: "a" }, 0] });
    expect(format(withOperator(fresh, "true", true))).toEqual({ "!": { var: "a" } });
    expect(format(withOperator(withOperator(fresh, "true", true), "true"))).toEqual({ var: "a" });
  });
});
