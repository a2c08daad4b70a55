// What a value of the state looks like to somebody who has to decide by it. Nothing here draws.
import { isPreview } from "~/components/json/JsonView";

export type Shape = "file" | "table" | "list" | "facts" | "plain" | "tree";

type Plain = string | number | boolean | null;
type Record_ = Record<string, unknown>;

/** More columns, or longer lists of words, are for the tree. */
const MOST_COLUMNS = 12;
const LOOKED_AT = 50;

export function isPlain(value: unknown): value is Plain {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

function isRecord(value: unknown): value is Record_ {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** The name of a file that `artifact()` gave; undefined where it is something else. */
export function fileOf(value: unknown): string | undefined {
  return isRecord(value) && typeof value.artifact === "string" ? value.artifact : undefined;
}

/** Whether a cell of a table can show it. */
const fitsCell = (value: unknown) => isPlain(value) || fileOf(value) !== undefined;

export function shapeOf(value: unknown): Shape {
  if (isPlain(value)) return "plain";
  if (isPreview(value)) return "tree";
  if (fileOf(value) !== undefined) return "file";
  if (!Array.isArray(value))
    return factsOf(value as Record_).every(([, each]) => fitsCell(each)) ? "facts" : "tree";
  if (value.length === 0) return "tree";
  if (value.every(isPlain)) return "list";
  const columns = columnsOf(value);
  return columns.length > 0 && columns.length <= MOST_COLUMNS ? "table" : "tree";
}

export function factsOf(value: Record_): Array<[name: string, value: unknown]> {
  return Object.entries(value);
}

/** The names of the columns of a list of objects, in the order of their first appearance; none: it is no such list. */
export function columnsOf(rows: readonly unknown[]): string[] {
  const names = new Set<string>();
  for (const row of rows.slice(0, LOOKED_AT)) {
    if (!isRecord(row) || isPreview(row) || fileOf(row) !== undefined) return [];
    for (const [name, value] of Object.entries(row)) {
      if (Array.isArray(value) || (isRecord(value) && fileOf(value) === undefined && !isPreview(value)))
        continue;
      names.add(name);
    }
  }
  return [...names];
}

const PICTURE = /\.(png|jpe?g|gif|webp|avif|bmp|svg)$/i;

/** Files that are to be shown, the pictures apart: several of them are looked at side by side. */
export function sorted(names: readonly string[]): { pictures: string[]; others: string[] } {
  return {
    pictures: names.filter((name) => PICTURE.test(name)),
    others: names.filter((name) => !PICTURE.test(name)),
  };
}
