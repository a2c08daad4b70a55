import type { IconName } from "~/components/icons";

/** Beside the name of a type; a type that this console does not know has none. */
export const NODE_ICONS: Record<string, IconName> = {
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
