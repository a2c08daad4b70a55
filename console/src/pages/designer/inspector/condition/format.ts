// The rule that a drawn condition stands for: the very one it was read from, until somebody changes it.
import type { Json } from "~/api/types";
import type { Comparison, Operand, Part, Spelling } from "./model";

export function format(part: Part): Json {
  const rule = part.kind === "group" ? { [part.op]: part.parts.map(format) } : comparison(part);
  return part.not === undefined ? rule : { "!": spelt(rule, part.not) };
}

function comparison({ op, operands }: Comparison): Json {
  const [first = null, second = null, third = null] = operands.map(formatOperand);
  switch (op) {
    case "true":
      return first;
    case "truth":
      return { "!!": first };
    case "listedTruth":
      return { "!!": [first] };
    case "between":
      return { "<": [second, first, third] };
    case "within":
      return { "<=": [second, first, third] };
    case "contains":
      return { in: [second, first] };
    default:
      return { [op]: [first, second] };
  }
}

export function formatOperand(operand: Operand): Json {
  if (operand.kind === "value") return operand.value;
  if (operand.kind === "list") return operand.values;
  const { path, fallback, spelling } = operand;
  return { var: fallback === undefined ? spelt(path, spelling) : [path, fallback] };
}

function spelt(value: Json, spelling: Spelling): Json {
  return spelling === "listed" ? [value] : value;
}
