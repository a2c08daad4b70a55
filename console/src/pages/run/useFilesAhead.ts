import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { whenIdle } from "~/api/parts";
import { artifactsQuery } from "~/api/queries";
import type { Run } from "~/api/types";

const AT_WORK = new Set<Run["status"]>(["pending", "running", "recovering"]);

/**
 * Asks for a run's first files before anybody looks at them: once the page is idle, if the run is at rest. Gives what
 * asks for them now.
 */
export function useFilesAhead({ thread_id: id, status }: Run): () => void {
  const client = useQueryClient();
  const look = useCallback(
    () => void client.prefetchInfiniteQuery(artifactsQuery(id, { folder: "" })),
    [client, id],
  );
  const isAtRest = !AT_WORK.has(status);
  useEffect(() => (isAtRest ? whenIdle(look) : undefined), [isAtRest, look]);
  return look;
}
