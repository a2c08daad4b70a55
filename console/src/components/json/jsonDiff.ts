// What changed between two values, line by line: paths with what stood there and what stands there.
import { create } from "jsondiffpatch/with-text-diffs";

const LONGEST_LIST = 2_000;

export interface Change {
  path: string;
  kind: "added" | "removed" | "changed" | "moved";
  before?: unknown;
  after?: unknown;
}

const differ = create({
  // Items of a list are told apart by what names them, else by their content.
  objectHash: (item, index) => {
    const named = item as { id?: unknown; key?: unknown; name?: unknown };
    return String(named.id ?? named.key ?? named.name ?? `#${index} ${JSON.stringify(item)}`);
  },
  arrays: { detectMove: true },
  textDiff: { minLength: Number.POSITIVE_INFINITY },
});

export function diffJson(before: unknown, after: unknown): Change[] {
  if (isLongList(before) || isLongList(after)) return [{ path: "", kind: "changed", before, after }];
  const delta = differ.diff(before, after) as unknown;
  return delta === undefined ? [] : changesIn(delta, "", before);
}

function isLongList(value: unknown): boolean {
  return Array.isArray(value) && value.length > LONGEST_LIST;
}

function changesIn(delta: unknown, path: string, before: unknown): Change[] {
  if (Array.isArray(delta)) return leaf(delta, path, before);
  const inList = isListDelta(delta);
  return Object.entries(delta as object).flatMap(([step, each]) => {
    if (step === "_t" && inList) return [];
    const index = step.startsWith("_") && inList ? step.slice(1) : step;
    return changesIn(
      each,
      inList ? `${path}[${index}]` : path ? `${path}.${step}` : step,
      childOf(before, index),
    );
  });
}

function leaf(delta: unknown[], path: string, before: unknown): Change[] {
  if (delta.length === 1) return [{ path, kind: "added", after: delta[0] }];
  if (delta.length === 2) return [{ path, kind: "changed", before: delta[0], after: delta[1] }];
  if (delta[2] === 3) return [{ path, kind: "moved", before, after: delta[1] }];
  return [{ path, kind: "removed", before: delta[0] }];
}

function isListDelta(delta: unknown): boolean {
  return (delta as { _t?: unknown })._t === "a";
}

function childOf(value: unknown, step: string): unknown {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>)[step] : undefined;
}
