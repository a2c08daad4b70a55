// A file that somebody chose or dropped, as text. Nothing here draws.

/** The server takes no larger BPMN file. */
export const MOST_BYTES = 5 * 1024 * 1024;

export type ReadFile = { text: string } | { trouble: "tooLarge" | "notUtf8" };

/** Every character as it is in the file: a BPMN file is kept byte for byte. */
export async function readFile(file: File): Promise<ReadFile> {
  if (file.size > MOST_BYTES) return { trouble: "tooLarge" };
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return { text: decoder.decode(await file.arrayBuffer()) };
  } catch {
    return { trouble: "notUtf8" };
  }
}

/** Whether a text is meant to be XML: no JSON begins so. */
export function isXml(text: string): boolean {
  return /^\uFEFF?\s*</.test(text);
}

/** What a flow is called by its file: `order.v2.bpmn` is `order.v2`. */
export function nameOfFile(name: string): string {
  return name.replace(/\.(bpmn20\.xml|bpmn|xml|json)$/i, "");
}

/** The name of the first process or collaboration that has one, without parsing the file. */
export function nameInXml(text: string): string | undefined {
  for (const [tag] of text.matchAll(/<(?:[\w.-]+:)?(?:process|collaboration)\b[^>]*>/g)) {
    const name = /\bname\s*=\s*(?:"([^"]+)"|'([^']+)')/.exec(tag);
    const found = name?.[1] ?? name?.[2];
    if (found !== undefined && !found.includes("&")) return found;
  }
  return undefined;
}
