import { useCallback, useState } from "react";
import { type Entries, type Entry, type Field, initialEntries, isMoving } from "./schemaForm";

export interface FormEntries {
  entries: Entries;
  /** Changes one field. An upload may end while another field is being typed in. */
  setEntry: (name: string, entry: Entry) => void;
  /** Whether files are on their way: what is sent now would be without them. */
  isMoving: boolean;
  /** Whether a file or folder is missing that must be given. */
  isMissingFile: boolean;
}

/** What stands in a form's fields. */
export function useEntries(fields: readonly Field[]): FormEntries {
  const [entries, setEntries] = useState(() => initialEntries(fields));
  const setEntry = useCallback((name: string, entry: Entry) => {
    setEntries((before) => ({ ...before, [name]: entry }));
  }, []);
  const isMissingFile = fields.some(
    ({ name, kind, required }) => required && (kind === "file" || kind === "folder") && !entries[name],
  );
  return { entries, setEntry, isMoving: Object.values(entries).some(isMoving), isMissingFile };
}
