import { useInfiniteQuery } from "@tanstack/react-query";
import { tasksQuery } from "~/api/queries";
import type { Task } from "~/api/types";

const NONE: Task[] = [];

export interface OpenTasks {
  /** Those that were read: the newest. */
  tasks: Task[];
  /** Whether there are more. */
  hasMore: boolean;
}

/** What people have to do for runs. */
export function useTasks(): OpenTasks {
  const { data } = useInfiniteQuery(tasksQuery());
  if (data === undefined) return { tasks: NONE, hasMore: false };
  return {
    tasks: data.pages.flatMap((page) => page.items),
    hasMore: data.pages.at(-1)?.next != null,
  };
}
