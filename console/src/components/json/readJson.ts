import type { JsonObject } from "~/api/types";

/** A whole input that was typed as JSON, in the shape of what fields are read as. */
export function readJson(text: string): { value: JsonObject; unreadable: string[] } {
  try {
    return { value: JSON.parse(text) as JsonObject, unreadable: [] };
  } catch {
    return { value: {}, unreadable: [""] };
  }
}
