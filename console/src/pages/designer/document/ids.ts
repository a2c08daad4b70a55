// Which ids nodes may have, and fresh ones. Nothing here draws.
import type { FlowDocument } from "./document";

const FITS = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;
const DEVICES = /^(con|prn|aux|nul|(com|lpt)[0-9])$/i;
const LONGEST = 128;

export type IdProblem = "form" | "device" | "taken";

/** What is wrong with a node's id, as the language has it; undefined: nothing. */
export function idProblem(document: FlowDocument, id: string, but?: string): IdProblem | undefined {
  if (!FITS.test(id)) return "form";
  if (DEVICES.test(id)) return "device";
  return document.nodes.some((node) => node.id === id && node.id !== but) ? "taken" : undefined;
}

/** An id that is free: the wish, made to fit; with a number where it is taken. */
export function freshId(taken: ReadonlySet<string>, wish: string): string {
  const base = fitting(wish);
  if (!taken.has(base)) return base;
  const stem = base.replace(/_\d+$/, "");
  for (let number = 2; ; number += 1) {
    const id = `${stem.slice(0, LONGEST - 8)}_${number}`;
    if (!taken.has(id)) return id;
  }
}

export function idsOf(document: FlowDocument): Set<string> {
  return new Set(document.nodes.map((node) => node.id));
}

function fitting(wish: string): string {
  const made = wish
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9_-]+/g, "_")
    .replace(/^[_-]+|[_-]+$/g, "")
    .slice(0, LONGEST);
  if (made === "") return "node";
  return DEVICES.test(made) ? `${made}_` : made;
}
