// Fields whose values are files: uploaded, or named where they lie.
import { type Entries, type Field, isUploaded } from "./schemaForm";

/** By key of the input: what was uploaded for it. */
export type Uploads = Record<string, { upload: string; path: string }>;

/** The fields whose values were uploaded, as a start wants them. */
export function uploadsOf(entries: Entries): Uploads {
  return Object.fromEntries(
    Object.entries(entries).flatMap(([name, entry]) =>
      isUploaded(entry) ? [[name, { upload: entry.upload, path: entry.path }]] : [],
    ),
  );
}

/** A file's field where nothing can be uploaded: its path; `note` says so to whoever fills it in. */
export function asPath(field: Field, note?: string): Field {
  if (field.kind !== "file" && field.kind !== "folder") return field;
  const description = [field.description, note].filter(Boolean).join(" ");
  return { ...field, kind: "text", ...(description && { description }) };
}
