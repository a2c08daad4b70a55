// Hints of a form's author beside its JSON Schema: words, order, and how a field is drawn. Nothing here draws.
import type { Json, JsonObject } from "~/api/types";
import { asObject } from "./schemaForm";

/** Each word of a hint, and which word of a property it stands for. */
const WORDS = [
  ["title", "title"],
  ["title_zh", "title_zh"],
  ["help", "description"],
  ["help_zh", "description_zh"],
] as const;
/** Widgets that a schema asks for by its format. */
const FORMATS: Record<string, string> = { date: "date", datetime: "date-time", time: "time" };

/** A schema whose properties say what the hints say: `ui.fields` of each, in the order of `ui.order`. */
export function hinted(schema: JsonObject | undefined, ui: JsonObject | undefined): JsonObject {
  const properties = asObject(schema?.properties);
  const hints = asObject(asObject(ui).fields);
  return {
    ...schema,
    properties: Object.fromEntries(
      placed(Object.keys(properties), asObject(ui).order).map((name) => [
        name,
        withHint(asObject(properties[name]), asObject(hints[name])),
      ]),
    ),
  };
}

/** Those that are named come first, in that order. */
function placed(names: string[], order: Json | undefined): string[] {
  const first = Array.isArray(order) ? order.filter((name): name is string => typeof name === "string") : [];
  return [...new Set([...first.filter((name) => names.includes(name)), ...names])];
}

function withHint(property: JsonObject, hint: JsonObject): JsonObject {
  const said: JsonObject = {};
  for (const [word, of] of WORDS) {
    if (typeof hint[word] === "string" && hint[word].trim() !== "") said[of] = hint[word];
  }
  if (hint.widget === "password") said.writeOnly = true;
  const format = FORMATS[String(hint.widget)];
  if (format !== undefined && property.type === "string") said.format = format;
  if (typeof hint.widget === "string") said["x-widget"] = hint.widget;
  return { ...property, ...said, ...labelled(property, hint) };
}

/** The words of the choices, as `x-i18n` has them; those of yes and no in this order. */
function labelled(property: JsonObject, hint: JsonObject): JsonObject {
  const values = property.type === "boolean" ? [true, false] : property.enum;
  if (!Array.isArray(values)) return {};
  const own = asObject(property["x-i18n"]);
  const of = (language: string, ...labels: JsonObject[]) => {
    const before = asObject(own[language]).enum;
    const words = values.map((value, index) => {
      const key = typeof value === "string" ? value : JSON.stringify(value);
      const found = labels.map((each) => each[key]).find((word) => typeof word === "string");
      return found ?? (Array.isArray(before) ? before[index] : undefined) ?? null;
    });
    return words.every((word) => word === null)
      ? {}
      : { [language]: { ...asObject(own[language]), enum: words } };
  };
  const labels = asObject(hint.labels);
  const said = { ...of("en", labels), ...of("zh", asObject(hint.labels_zh), labels) };
  return Object.keys(said).length === 0 ? {} : { "x-i18n": { ...own, ...said } };
}
