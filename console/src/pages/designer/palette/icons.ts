import type { IconName } from "~/components/icons";

/** What stands beside the name of a type; the server's own names for icons come first. */
const TYPES: Record<string, IconName> = {
  start: "play",
  end: "check",
  python: "code",
  condition: "branch",
  map: "stack",
  http: "globe",
  parallel: "split",
  join: "meet",
  wait: "clock",
  form: "edit",
  subflow: "flow",
};

export function iconOf(type: string, _wish?: string): IconName {
  return (Object.hasOwn(TYPES, type) ? TYPES[type] : undefined) ?? "question";
}
