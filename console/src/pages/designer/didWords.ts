import type { TFunction } from "i18next";

/** What was done, in the reader's words: on the canvas, or in the inspector. */
export function didWords(t: TFunction, what: string): string {
  return t([`designer.did.${what}`, `inspector.changed.${what}`], { defaultValue: what });
}
