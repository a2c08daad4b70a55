// What a field of a node's `data` is called in the reader's language, by a pointer into the flow. Nothing here draws.
import { asObject } from "~/components/form/schemaForm";
import type { NodeType } from "../api";
import type { FlowDocument, JsonObject } from "../document/document";
import { fieldWords } from "../inspector/fields/fieldWords";

/** Who gives fields their titles: the schemas of the types, in a language. */
export interface Titles {
  types: readonly NodeType[];
  language: string;
}

/**
 * The steps of a pointer into the document, each by its title where the type of the node has one for it; as it is
 * written where not: what somebody named is theirs.
 */
export function titled(
  steps: readonly string[],
  flow: FlowDocument | undefined,
  titles: Titles | undefined,
): string[] {
  const [list, index, data] = steps;
  const node = flow?.nodes[Number(index)];
  if (list !== "nodes" || data !== "data" || node === undefined || titles === undefined) return [...steps];
  let schema: JsonObject = asObject(titles.types.find((each) => each.type === node.type)?.data_schema);
  const inside = steps.slice(3).map((step) => {
    const properties = asObject(schema.properties);
    const field = Object.hasOwn(properties, step) ? asObject(properties[step]) : undefined;
    schema = field ?? within(schema, step);
    return field === undefined ? step : fieldWords(step, field, titles.language).title;
  });
  return [...steps.slice(0, 3), ...inside];
}

/** The schema of an item, or of a value under a free key. */
function within(schema: JsonObject, step: string): JsonObject {
  return asObject(
    /^\d+$/.test(step) && schema.items !== undefined ? schema.items : schema.additionalProperties,
  );
}
