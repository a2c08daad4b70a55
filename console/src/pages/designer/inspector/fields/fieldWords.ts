// What a field of a node's `data` is called, and what is said of it: the server tells both in two languages.
import { asObject } from "~/components/form/schemaForm";
import type { JsonObject } from "../../document/document";

export interface FieldWords {
  title: string;
  hint: string | undefined;
}

export function fieldWords(name: string, schema: JsonObject, language: string): FieldWords {
  return {
    title: inLanguage(schema["x-title"], language) ?? text(schema.title) ?? name,
    hint: plain(inLanguage(schema["x-description"], language) ?? text(schema.description)),
  };
}

function inLanguage(words: unknown, language: string): string | undefined {
  const both = asObject(words);
  return text(both[language]) ?? text(both.en);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The documentation's marks mean nothing in a form: code and links become their words. */
function plain(words: string | undefined): string | undefined {
  return words
    ?.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .replace(/^`true`[:：]\s*/, "") // what a ticked box means
    .replace(/`"?([^`"]*)"?`/g, "$1");
}
