// What the values of a run's state are called for people. Nothing here draws.
import type { JsonObject } from "~/api/types";
import { asObject, wordOf } from "~/components/form/schemaForm";

/** A state key, or a way into it, in the reader's words: by the first of these schemas that has a title for it. */
export function titleOf(
  way: string,
  schemas: ReadonlyArray<JsonObject | undefined>,
  language: string,
): string {
  const [key = "", ...rest] = way.split(".");
  const title = schemas
    .map((schema) => asObject(schema?.properties))
    .filter((properties) => Object.hasOwn(properties, key))
    .map((properties) => wordOf(asObject(properties[key]), "title", language))
    .find((word) => word !== undefined);
  return [title ?? key, ...rest].map((part) => part.replaceAll("_", " ")).join(title ? " › " : ".");
}
