// What a task is called, and where it is. Nothing here draws.
import type { JsonObject, Task } from "~/api/types";
import { wordOf } from "~/components/form/schemaForm";

/** A form's title in the reader's language, else its node's label, else the node's id. */
export function taskName(task: Task, language: string): string {
  const words = task as unknown as JsonObject;
  return wordOf(words, "title", language) ?? wordOf(words, "label", language) ?? task.node_id ?? task.key;
}

/** What the page of a run shows of the run that a task is of. */
export function runOf(task: Task): { thread_id: string; title: string | null } {
  return { thread_id: task.thread_id, title: task.run_title };
}

/** The page of a task. */
export function taskPath({ thread_id, key }: { thread_id: string; key: string }): string {
  return `/tasks/${encodeURIComponent(thread_id)}/${encodeURIComponent(key)}`;
}
