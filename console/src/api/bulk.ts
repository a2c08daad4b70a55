// The same command for many runs, in parts, so that it is seen how far it is and can be stopped.
import { post } from "./client";
import type { BulkAnswer, BulkCommand, BulkItem, RunFilter } from "./types";

const AT_ONCE = 200;

export interface Chosen {
  filter: RunFilter;
  /** These of them; undefined: all that the filter lets through. */
  ids?: string[];
}

/** What would be done, and to which runs. */
export function planOf(command: BulkCommand, { filter, ids }: Chosen): Promise<BulkAnswer> {
  return post<BulkAnswer>("/runs/bulk", {
    command,
    filter,
    dry_run: true,
    ...(ids && { thread_ids: ids }),
  });
}

/** Does it. The filter goes along: a run that it lets through no more is left alone, and told. */
export async function carryOut(
  command: BulkCommand,
  filter: RunFilter,
  ids: string[],
  onStep: (done: BulkItem[]) => boolean,
): Promise<BulkItem[]> {
  const done: BulkItem[] = [];
  for (let first = 0; first < ids.length; first += AT_ONCE) {
    const part = ids.slice(first, first + AT_ONCE);
    const answer = await post<BulkAnswer>("/runs/bulk", { command, filter, thread_ids: part });
    done.push(...answer.items);
    if (!onStep([...done])) break;
  }
  return done;
}
