// Changes of objects in a flow's document: whatever is not changed stays as it was, and in its place. Nothing here draws.
import type { FlowDocument, Json, JsonObject } from "../document/document";
import { changeNode } from "../document/nodes";

/** An object with another value under a key, which stays in its place; undefined takes it out. */
export function withField<Kept extends object>(object: Kept, name: string, value: unknown): Kept {
  if (value === undefined) {
    const { [name as keyof Kept]: _, ...rest } = object;
    return rest as Kept;
  }
  return { ...object, [name]: value };
}

/** The same value under another key, in the same place; undefined where the key is taken. */
export function withKey<Kept extends object>(object: Kept, from: string, to: string): Kept | undefined {
  if (from === to) return object;
  if (Object.hasOwn(object, to)) return undefined;
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key === from ? to : key, value]),
  ) as Kept;
}

/** Other values in a node's `data`; the last one that goes takes `data` with it. */
export function setData(
  flow: FlowDocument,
  id: string,
  values: Record<string, Json | undefined>,
): FlowDocument {
  return changeNode(flow, id, (node) => {
    const data = Object.entries(values).reduce<JsonObject>(
      (before, [name, value]) => withField(before, name, value),
      node.data ?? {},
    );
    return withField(node, "data", Object.keys(data).length === 0 ? undefined : data);
  });
}
