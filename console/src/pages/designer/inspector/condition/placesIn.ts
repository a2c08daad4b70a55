// Which places of the state a rule reads. Nothing here draws.
import type { Json } from "../../document/document";

const MOST = 8;
/** Operators whose second operand looks at an item, not at the state. */
const OVER_ITEMS: ReadonlySet<string> = new Set(["map", "filter", "reduce", "all", "some", "none", "try"]);

/** The paths that are written in it, each once, the first few. */
export function placesIn(rule: Json): string[] {
  const found = new Set<string>();
  const waiting: Json[] = [rule];
  for (let part = waiting.shift(); part !== undefined && found.size < MOST; part = waiting.shift()) {
    if (part === null || typeof part !== "object") continue;
    if (Array.isArray(part)) waiting.unshift(...part);
    else for (const [name, given] of Object.entries(part)) look(name, given, found, waiting);
  }
  return [...found];
}

function look(name: string, given: Json, found: Set<string>, waiting: Json[]): void {
  const [first] = Array.isArray(given) ? given : [given];
  if (name === "var") {
    if (typeof first === "string" && first !== "") found.add(first);
  } else if (OVER_ITEMS.has(name)) {
    if (first !== undefined) waiting.unshift(first);
  } else waiting.unshift(given);
}
