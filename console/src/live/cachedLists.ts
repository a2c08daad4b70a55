import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { RUNS } from "~/api/queries";
import type { RunQuery } from "~/api/types";
import { afterTold, type RunPages, type Told } from "./lists";

/** The lists of runs that the cache holds. What is told of a run is told to each of them. */
export class CachedLists {
  /** What was told while a list was asked for: the answer may be older, and would undo it. */
  private readonly early = new Map<string, Told[]>();
  private unsubscribe: (() => void) | undefined;

  constructor(
    private readonly client: QueryClient,
    private readonly onStale: () => void,
  ) {}

  start(): void {
    this.unsubscribe = this.client.getQueryCache().subscribe(({ type, query, ...rest }) => {
      if (type !== "updated" || query.queryKey[0] !== RUNS[0] || !("action" in rest)) return;
      const { action } = rest;
      const isAnswer = action.type === "success" && !action.manual;
      if (!isAnswer && action.type !== "error") return;
      const early = this.early.get(query.queryHash) ?? [];
      this.early.delete(query.queryHash);
      for (const told of early) this.apply(query.queryKey, told);
    });
  }

  stop(): void {
    this.unsubscribe?.();
    this.early.clear();
  }

  tell(told: Told): void {
    for (const query of this.client.getQueryCache().findAll({ queryKey: RUNS })) {
      if (query.state.fetchStatus === "fetching") {
        this.early.set(query.queryHash, [...(this.early.get(query.queryHash) ?? []), told]);
      }
      this.apply(query.queryKey, told);
    }
  }

  private apply(key: QueryKey, told: Told): void {
    const before = this.client.getQueryData<RunPages>(key);
    if (before === undefined) return;
    const { pages, isStale } = afterTold(before, key[1] as RunQuery, key[2] as number, told);
    if (pages !== before) this.client.setQueryData(key, pages);
    if (isStale) this.onStale();
  }
}
