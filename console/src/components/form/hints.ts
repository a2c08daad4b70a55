// Hints of a form's author beside its JSON Schema: words, order, and how a field is drawn. Nothing here draws.
import type { JsonObject } from "~/api/types";
import { asObject } from "./schemaForm";

/** Each word of a hint, and which word of a property it stands for. */
const WORDS = [
  ["title", "title"],
  ["help", "description"],
] as const;
const ENGLISH_OR_ANY = "";

/** A schema whose properties say what the hints of `ui` say: those come first, and may place a property elsewhere. */
export function hinted(schema: JsonObject | undefined, ui: JsonObject | undefined): JsonObject {
  const hints = asObject(ui);
  const placed = Object.entries(asObject(schema?.properties)).map(([name, property], place) => {
    const hint = asObject(hints[name]);
    return {
      name,
      order: typeof hint.order === "number" ? hint.order : place,
      property: withHint(asObject(property), hint),
    };
  });
  placed.sort((one, other) => one.order - other.order); // what is equal keeps the schema's order
  return { ...schema, properties: Object.fromEntries(placed.map(({ name, property }) => [name, property])) };
}

function withHint(property: JsonObject, hint: JsonObject): JsonObject {
  const said: JsonObject = {};
  for (const [word, of] of WORDS) {
    for (const language of [ENGLISH_OR_ANY, "_zh"]) {
      const text = hint[`${word}${language}`];
      if (typeof text === "string" && text.trim() !== "") said[`${of}${language}`] = text;
    }
  }
  if (hint.widget === "password") said.writeOnly = true;
  else if (typeof hint.widget === "string") said["x-widget"] = hint.widget;
  return { ...property, ...said };
}
