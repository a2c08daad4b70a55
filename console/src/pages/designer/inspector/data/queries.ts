// What the inspector asks of the last run.
import { queryOptions } from "@tanstack/react-query";
import { get, path, post } from "~/api/client";
import type { Checkpoint, Evaluation, Page } from "~/api/types";
import type { Json } from "../../document/document";

/** So many checkpoints back a visit is looked for. */
const LOOKED_AT = 200;

/** The newest checkpoints of a run, newest first. */
export const recentCheckpointsQuery = (run: string) =>
  queryOptions({
    queryKey: ["run", run, "recentCheckpoints"],
    queryFn: async ({ signal }) => {
      const page = await get<Page<Checkpoint>>(path`/runs/${run}/checkpoints`, { limit: LOOKED_AT }, signal);
      return page.items;
    },
  });

/** What expressions give over the state of a checkpoint; without one, over the state as it stands. */
export const evaluationQuery = (run: string, checkpoint: string | undefined, expressions: readonly Json[]) =>
  queryOptions({
    queryKey: ["run", run, "evaluation", checkpoint ?? "now", expressions],
    queryFn: () =>
      post<Evaluation>(path`/runs/${run}/evaluate`, {
        expressions,
        ...(checkpoint !== undefined && { checkpoint }),
      }),
    retry: false,
    gcTime: 60_000,
  });
