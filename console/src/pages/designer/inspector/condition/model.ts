// A condition as it is drawn: groups of comparisons. Whatever this cannot say is edited as JSON. Nothing here draws.
import type { Json } from "~/api/types";

/** All, or any of its parts; `not`: the opposite of that, and how the "!" is spelt. */
export interface Group {
  kind: "group";
  op: "and" | "or";
  parts: Part[];
  not?: Spelling;
}

export interface Comparison {
  kind: "comparison";
  op: Operator;
  /** As many as the operator takes, in the order in which they are read: the value looked at comes first. */
  operands: Operand[];
  not?: Spelling;
}

export type Part = Group | Comparison;

/** What is read from the state, or stands in the rule. */
export type Operand =
  | { kind: "var"; path: string; spelling: Spelling; fallback?: Json }
  | { kind: "value"; value: Scalar }
  | { kind: "list"; values: Scalar[] };

export type Scalar = null | boolean | number | string;

/** `{"!": x}` and `{"!": [x]}` are one: which it was is kept. */
export type Spelling = "bare" | "listed";

/** Comparisons of two, in JsonLogic's own words. */
export const BINARY = ["==", "!=", "===", "!==", "<", "<=", ">", ">="] as const;
export const OPERATORS = [
  ...BINARY,
  /** low < x < high */
  "between",
  /** low <= x <= high */
  "within",
  /** x is an item of a list, or a part of a text */
  "in",
  /** x, as a text or list, has this in it */
  "contains",
  /** x counts as true */
  "true",
  /** the same, written with "!!" */
  "truth",
  /** the same, written with "!![…]" */
  "listedTruth",
] as const;
export type Operator = (typeof OPERATORS)[number];

/** How many operands each takes. */
export function arity(op: Operator): number {
  if (op === "between" || op === "within") return 3;
  return op === "true" || op === "truth" || op === "listedTruth" ? 1 : 2;
}

/** So deep groups are drawn; what is nested deeper is easier to read as JSON. */
export const MAX_GROUPS = 5;
/** So many comparisons are drawn. */
export const MAX_COMPARISONS = 60;
