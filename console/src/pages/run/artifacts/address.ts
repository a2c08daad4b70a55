import { path } from "~/api/client";

/** The address of one of a run's files; its folders stay folders. */
export function artifactAddress(threadId: string, name: string): string {
  return `${path`/runs/${threadId}/artifacts/`}${name.split("/").map(encodeURIComponent).join("/")}`;
}
