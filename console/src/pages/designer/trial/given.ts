// What a node gave in a run, read from the run's checkpoints.
import type { QueryClient } from "@tanstack/react-query";
import { exchange, path, withQuery } from "~/api/client";
import type { JsonObject } from "../document/document";
import { jsonText, readJson } from "../document/text";
import { lastVisit } from "../inspector/data/lastVisit";
import { recentCheckpointsQuery } from "../inspector/data/queries";

/** What there is to offer: JSON, or why there is none. */
export type Given = { kind: "given"; text: string } | { kind: "empty" | "tooLong" };

/** The state keys that its last visit changed. What is too long to be shown whole is not offered in part. */
export async function givenIn(client: QueryClient, run: string, node: string): Promise<Given> {
  const checkpoints = await client.fetchQuery({ ...recentCheckpointsQuery(run), staleTime: 0 });
  const visit = lastVisit(checkpoints, node);
  if (visit?.after === undefined) return { kind: "empty" };
  const answer = await exchange(withQuery(path`/runs/${run}/state`, { checkpoint: visit.after }), {});
  const { values, truncated } = readJson(answer) as { values: JsonObject; truncated: boolean };
  if (truncated) return { kind: "tooLong" };
  const changed = Object.entries(values).filter(([key]) => visit.changed.includes(key));
  return { kind: "given", text: jsonText(Object.fromEntries(changed), 2) };
}
