// A document's text and back. Nothing here draws.
// Numbers that JavaScript cannot hold - longer than 15 digits, or beyond its largest - would be others after a look at
// them: in a document that was read they stand as texts with a mark, which no flow has, and are written as they came.

const MARK = "\u0000number:";
const WRITTEN = /"\\u0000number:(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"/g;
/** A text, passed over whole; or a number. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** What a JSON text says; numbers keep their digits. Throws a SyntaxError where it is no JSON. */
export function readJson(text: string): unknown {
  return JSON.parse(text.replace(TOKEN, (token) => (isLost(token) ? JSON.stringify(MARK + token) : token)));
}

/** The text that says so. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(WRITTEN, "$1");
}

/** A number with its digits, where the document has it as a text with a mark. */
export function keptNumber(value: unknown): string | undefined {
  return typeof value === "string" && value.startsWith(MARK) ? value.slice(MARK.length) : undefined;
}

function isLost(token: string): boolean {
  if (token.startsWith('"')) return false;
  const value = Number(token);
  if (!Number.isFinite(value)) return true;
  return /^-?\d+$/.test(token) && String(value) !== token && token !== "-0";
}
