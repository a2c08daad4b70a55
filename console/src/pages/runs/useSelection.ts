import { useCallback, useEffect, useMemo, useState } from "react";
import type { RunSummary } from "~/api/types";

export interface Selection {
  /** Whether all runs that fit are meant, also those that are not on the page. */
  isAll: boolean;
  ids: ReadonlySet<string>;
  has: (id: string) => boolean;
  toggle: (id: string) => void;
  /** All that the page shows; none, if they are all selected. */
  togglePage: () => void;
  all: () => void;
  clear: () => void;
  isPage: boolean;
}

/** Which runs are selected. Another filter - another `key` - means other runs: nothing is selected then. */
export function useSelection(runs: RunSummary[], key: string): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [isAll, setIsAll] = useState(false);
  const clear = useCallback(() => {
    setIds(new Set());
    setIsAll(false);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is what it depends on
  useEffect(clear, [key, clear]);
  const isPage = runs.length > 0 && runs.every((run) => isAll || ids.has(run.thread_id));
  return useMemo(
    () => ({
      ids,
      isAll,
      isPage,
      has: (id) => isAll || ids.has(id),
      toggle: (id) => {
        const next = new Set(isAll ? runs.map((run) => run.thread_id) : ids);
        if (!next.delete(id)) next.add(id);
        setIds(next);
        setIsAll(false);
      },
      togglePage: () => {
        setIds(new Set(isPage ? [] : runs.map((run) => run.thread_id)));
        setIsAll(false);
      },
      all: () => setIsAll(true),
      clear,
    }),
    [ids, isAll, isPage, runs, clear],
  );
}
