// A flow's document as the console reads it. The server has checked it: only the types are narrowed here.
import type { FlowDocument, VersionDocument } from "~/api/types";

export function documentOf(version: VersionDocument): FlowDocument {
  return version.dsl as unknown as FlowDocument;
}
