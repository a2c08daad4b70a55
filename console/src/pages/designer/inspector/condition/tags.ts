// The values of a list as texts that somebody types, and back: what a text would be taken for decides how it is written.
import { jsonText, readJson } from "../../document/text";
import type { Scalar } from "./model";
import { isScalar } from "./parse";

export function tagsOf(values: readonly Scalar[]): string[] {
  return values.map((value) => {
    if (typeof value !== "string") return jsonText(value);
    const text = jsonText(value);
    // A number with more digits than JavaScript has is written as it came.
    if (!text.startsWith('"')) return text;
    return value === scalarOf(value) && value.trim() === value && value !== "" ? value : text;
  });
}

export function valuesOf(tags: readonly string[]): Scalar[] {
  return tags.map(scalarOf);
}

function scalarOf(tag: string): Scalar {
  try {
    const value = readJson(tag);
    return isScalar(value) ? value : tag;
  } catch {
    return tag;
  }
}
