// Changes of a drawn condition. Places are the indexes that lead to a part, from the outside in.
import { arity, type Comparison, type Group, type Operand, type Operator, type Part } from "./model";

export type PlaceOf = readonly number[];

const NEW_OPERAND: Operand = { kind: "var", path: "", spelling: "bare" };

export function newComparison(): Comparison {
  return { kind: "comparison", op: "==", operands: [NEW_OPERAND, { kind: "value", value: "" }] };
}

/** The part at a place becomes another; null takes it out, and a group that is left empty with it. */
export function replaced(part: Part, [step, ...rest]: PlaceOf, by: (part: Part) => Part | null): Part | null {
  if (step === undefined) return by(part);
  if (part.kind !== "group") return part;
  const parts = part.parts.flatMap((each, index) => {
    if (index !== step) return [each];
    const next = replaced(each, rest, by);
    return next === null ? [] : [next];
  });
  return parts.length === 0 ? null : { ...part, parts };
}

/** One more at the end of a group; a single comparison becomes a group first. */
export function added(part: Part, fresh: Part): Group {
  if (part.kind === "group") return { ...part, parts: [...part.parts, fresh] };
  return { kind: "group", op: "and", parts: [part, fresh] };
}

/** A group around a part. */
export function wrapped(part: Part, op: Group["op"] = "or"): Group {
  return { kind: "group", op, parts: [part] };
}

/** The same operands as far as the other operator takes them. */
export function withOperator(part: Comparison, op: Operator, isNot = false): Comparison {
  const [first = NEW_OPERAND, ...others] = part.operands;
  const wanted = arity(op);
  const rest = Array.from({ length: wanted - 1 }, (_, index) => fitting(op, others[index]));
  const { not: _, ...kept } = part;
  return spoken({
    ...kept,
    op,
    operands: [fitting(op === "in" ? "==" : op, first), ...rest],
    ...(isNot && { not: part.not ?? "bare" }),
  });
}

/** A value that stands alone is no rule: whether it counts as true must be asked for. */
function spoken(part: Comparison): Comparison {
  return part.op === "true" && part.operands[0]?.kind !== "var" ? { ...part, op: "truth" } : part;
}

/** A list belongs behind "is one of" only. */
function fitting(op: Operator, operand: Operand | undefined): Operand {
  if (operand === undefined) {
    if (op === "in") return { kind: "list", values: [] };
    return { kind: "value", value: op === "between" || op === "within" ? 0 : "" };
  }
  if (op === "in") {
    if (operand.kind === "list") return operand;
    return { kind: "list", values: operand.kind === "value" && operand.value !== "" ? [operand.value] : [] };
  }
  return operand.kind === "list" ? { kind: "value", value: operand.values[0] ?? "" } : operand;
}

export function withOperand(part: Comparison, at: number, operand: Operand): Comparison {
  return spoken({ ...part, operands: part.operands.map((each, index) => (index === at ? operand : each)) });
}
