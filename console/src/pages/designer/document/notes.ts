// What can be done to the notes beside the nodes. Nothing here draws.
import { type FlowDocument, type FlowNote, type Made, notesOf, type Place } from "./document";
import { freshId } from "./ids";
import { changeField, rounded } from "./nodes";

export const NOTE_SIZE = { width: 220, height: 110 } as const;

export function addNote(document: FlowDocument, text: string, position: Place): Made {
  const id = freshId(new Set(notesOf(document).map((note) => note.id)), "note");
  const note: FlowNote = { id, text, position: rounded(position), ...NOTE_SIZE };
  return { document: { ...document, notes: [...listed(document), note] }, nodes: [id], edges: [] };
}

export function changeNote(
  document: FlowDocument,
  id: string,
  change: (note: FlowNote) => FlowNote,
): FlowDocument {
  const before = listed(document);
  const after = before.map((note) => (isCalled(note, id) ? change(note as FlowNote) : note));
  return after.every((note, index) => note === before[index]) ? document : { ...document, notes: after };
}

/** Without these notes; without any, the document has no such list. */
export function removeNotes(document: FlowDocument, ids: Iterable<string>): FlowDocument {
  const gone = new Set(ids);
  const before = listed(document);
  const after = before.filter((note) => ![...gone].some((id) => isCalled(note, id)));
  if (after.length === before.length) return document;
  return changeField(document, "notes", after.length === 0 ? undefined : after);
}

/** All that stands in the list, also what is no note. */
function listed(document: FlowDocument): unknown[] {
  return Array.isArray(document.notes) ? document.notes : [];
}

function isCalled(note: unknown, id: string): boolean {
  return typeof note === "object" && note !== null && (note as Partial<FlowNote>).id === id;
}
