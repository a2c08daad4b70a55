// The parameters of a function beside what a node gives it: `args` as they stand, `argsFrom` computed. Nothing here draws.
import type { FunctionItem, Json, JsonObject } from "~/api/types";
import { asObject, type Field, fieldsOf } from "~/components/form/schemaForm";
import { isRule } from "../condition/parse";
import { withField } from "../edits";

/** Where a value comes from: nowhere, as it stands, one place in the state, or an expression over it. */
export type Source = "none" | "value" | "state" | "rule";

export interface Parameter {
  name: string;
  /** What the function says of it; undefined: the function is gone, or takes no such parameter. */
  field: Field | undefined;
  source: Source;
  value: Json | undefined;
  /** It stands in `args` and in `argsFrom`. */
  isTwice: boolean;
}

export interface Given {
  args?: Json | undefined;
  argsFrom?: Json | undefined;
}

/** Those of the function in its order, then whatever else the node gives. */
export function parametersOf(item: FunctionItem | undefined, given: Given, language: string): Parameter[] {
  const args = asObject(given.args);
  const rules = asObject(given.argsFrom);
  const fields = fieldsOf(item?.parameters as JsonObject | undefined, language);
  const names = new Set([...fields.map(({ name }) => name), ...Object.keys(args), ...Object.keys(rules)]);
  return [...names].map((name) => {
    const isComputed = Object.hasOwn(rules, name);
    const isLiteral = Object.hasOwn(args, name);
    return {
      name,
      field: fields.find((each) => each.name === name),
      source: isComputed ? ruleSource(rules[name]) : isLiteral ? "value" : "none",
      value: isComputed ? rules[name] : args[name],
      isTwice: isComputed && isLiteral,
    };
  });
}

/** An expression that only reads one place is a place. */
export function ruleSource(rule: Json | undefined): "state" | "rule" {
  return pathOf(rule) === undefined ? "rule" : "state";
}

export function pathOf(rule: Json | undefined): string | undefined {
  if (!isRule(rule)) return undefined;
  return typeof rule.var === "string" ? rule.var : undefined;
}

/** What a value is that may be an expression: a place, another expression, a value, or not there. */
export function sourceOf(value: Json | undefined): Source {
  if (value === undefined) return "none";
  return isRule(value) ? ruleSource(value) : "value";
}

/** The node's `args` and `argsFrom` with another value for a parameter; an empty one goes. */
export function withParameter(
  given: Given,
  name: string,
  source: Source,
  value: Json | undefined,
): { args: Json | undefined; argsFrom: Json | undefined } {
  const isLiteral = source === "value";
  const isComputed = source === "state" || source === "rule";
  return {
    args: patched(given.args, name, isLiteral ? value : undefined),
    argsFrom: patched(given.argsFrom, name, isComputed ? value : undefined),
  };
}

function patched(before: Json | undefined, name: string, value: Json | undefined): Json | undefined {
  const held = asObject(before);
  if (value === undefined && !Object.hasOwn(held, name)) return before;
  const after = withField(held, name, value);
  return Object.keys(after).length === 0 ? undefined : after;
}

/** The value to begin with when the reader says where it is to come from. */
export function firstValue(
  source: Source,
  field: Field | undefined,
  before: Json | undefined,
): Json | undefined {
  if (source === "none") return undefined;
  if (source === "state") return { var: pathOf(before) ?? "" };
  if (source === "rule") return isRule(before) ? before : { var: "" };
  if (before !== undefined && !isRule(before)) return before;
  if (field?.initial !== undefined) return field.initial;
  const [choice] = field?.choices ?? [];
  if (choice !== undefined) return choice.value;
  return EMPTY[field?.kind ?? "text"] ?? "";
}

const EMPTY: Partial<Record<Field["kind"], Json>> = {
  boolean: false,
  number: 0,
  integer: 0,
  list: [],
  table: [],
  json: {},
};
