// Reads a JsonLogic rule as a drawn condition, where nothing of it would be lost; else it tells why not.
import type { Json, JsonObject } from "~/api/types";
import { sameJson } from "../sameJson";
import { format } from "./format";
import {
  BINARY,
  type Comparison,
  type Group,
  MAX_COMPARISONS,
  MAX_GROUPS,
  type Operand,
  type Operator,
  type Part,
  type Scalar,
  type Spelling,
} from "./model";

/** Why a rule cannot be drawn: words for it are in the catalog, under `condition.reason`. */
export type Reason =
  | { code: "literal" | "noRule" | "path" | "list" | "deep" | "many" | "nested" | "spelling" }
  | { code: "operator" | "operands"; name: string };

export type Parsed = { part: Part } | { reason: Reason };

class Refused extends Error {
  constructor(readonly reason: Reason) {
    super(reason.code);
  }
}

/** `format(parse(rule).part)` is the rule again, value by value; whatever it would not be for is refused. */
export function parse(rule: Json | undefined): Parsed {
  const reader = new Reader();
  try {
    const part = reader.part(rule, 0);
    return sameJson(format(part), rule) ? { part } : { reason: { code: "spelling" } };
  } catch (refused) {
    if (refused instanceof Refused) return { reason: refused.reason };
    throw refused;
  }
}

class Reader {
  private comparisons = 0;

  part(rule: Json | undefined, depth: number): Part {
    if (depth > MAX_GROUPS) throw new Refused({ code: "deep" });
    const [name, given] = operatorOf(rule);
    if (name === "!") return this.negated(given, depth);
    if (name === "and" || name === "or") return this.group(name, given, depth);
    this.comparisons += 1;
    if (this.comparisons > MAX_COMPARISONS) throw new Refused({ code: "many" });
    return comparisonOf(name, given, rule);
  }

  private group(op: Group["op"], given: Json, depth: number): Group {
    if (!Array.isArray(given) || given.length === 0) throw new Refused({ code: "operands", name: op });
    return { kind: "group", op, parts: given.map((each) => this.part(each, depth + 1)) };
  }

  private negated(given: Json, depth: number): Part {
    const not: Spelling = Array.isArray(given) ? "listed" : "bare";
    if (Array.isArray(given) && given.length !== 1) throw new Refused({ code: "operands", name: "!" });
    // A "!" is no group, but a hundred of them are as hard to draw as a hundred groups.
    const part = this.part(Array.isArray(given) ? given[0] : given, depth + 1);
    if (part.not !== undefined) throw new Refused({ code: "nested" });
    return { ...part, not };
  }
}

function operatorOf(rule: Json | undefined): [name: string, given: Json] {
  if (rule === null || typeof rule !== "object") throw new Refused({ code: "literal" });
  if (Array.isArray(rule)) throw new Refused({ code: "list" });
  const entries = Object.entries(rule);
  const [only] = entries;
  if (only === undefined || entries.length !== 1) throw new Refused({ code: "noRule" });
  return only;
}

function comparisonOf(name: string, given: Json, rule: Json | undefined): Comparison {
  if (name === "var") return compared("true", [operandOf(rule)]);
  if (name === "!!") return truth(given);
  if (name === "in") return containing(given);
  const op = BINARY.find((each) => each === name);
  if (op === undefined) throw new Refused({ code: "operator", name });
  if (!Array.isArray(given)) throw new Refused({ code: "operands", name });
  if (given.length === 3 && (op === "<" || op === "<=")) {
    const [low, middle, high] = given.map(seen) as [Operand, Operand, Operand];
    return compared(op === "<" ? "between" : "within", [middle, low, high]);
  }
  if (given.length !== 2) throw new Refused({ code: "operands", name });
  return compared(op, given.map(seen));
}

function truth(given: Json): Comparison {
  if (!Array.isArray(given)) return compared("truth", [seen(given)]);
  if (given.length !== 1) throw new Refused({ code: "operands", name: "!!" });
  return compared("listedTruth", [seen(given[0])]);
}

/** A fixed list is what a value is looked for in; everything else is what something is looked for in. */
function containing(given: Json): Comparison {
  if (!Array.isArray(given) || given.length !== 2) throw new Refused({ code: "operands", name: "in" });
  const [needle, where] = given;
  if (Array.isArray(where)) return compared("in", [seen(needle), operandOf(where)]);
  return compared("contains", [seen(where), seen(needle)]);
}

function compared(op: Operator, operands: Operand[]): Comparison {
  return { kind: "comparison", op, operands };
}

/** An operand that is no list. */
function seen(rule: Json | undefined): Operand {
  if (Array.isArray(rule)) throw new Refused({ code: "list" });
  return operandOf(rule);
}

function operandOf(rule: Json | undefined): Operand {
  if (isScalar(rule)) return { kind: "value", value: rule };
  if (Array.isArray(rule)) {
    if (!rule.every(isScalar)) throw new Refused({ code: "list" });
    return { kind: "list", values: rule };
  }
  const [name, given] = operatorOf(rule);
  if (name !== "var") throw new Refused({ code: "operator", name });
  return varOf(given);
}

function varOf(given: Json): Operand {
  if (typeof given === "string") return { kind: "var", path: given, spelling: "bare" };
  const [path, fallback] = Array.isArray(given) ? given : [];
  if (!Array.isArray(given) || typeof path !== "string") throw new Refused({ code: "path" });
  if (given.length === 1) return { kind: "var", path, spelling: "listed" };
  // What a rule stands for in place of a missing value is more than a form has room for.
  if (given.length !== 2 || !isScalar(fallback)) throw new Refused({ code: "path" });
  return { kind: "var", path, spelling: "listed", fallback };
}

export function isScalar(value: unknown): value is Scalar {
  return value === null || ["boolean", "number", "string"].includes(typeof value);
}

/** Whether it is a rule at all: an object with one key. */
export function isRule(value: Json | undefined): value is JsonObject {
  return (
    value !== null && typeof value === "object" && !Array.isArray(value) && Object.keys(value).length === 1
  );
}
