// What is selected on a run's page; all of it stands in the address.

import { asFlag, asNumber, asText, oneOf, type Search } from "~/url/search";
import { KINDS } from "./artifacts/kinds";

export const TABS = [
  "overview",
  "items",
  "logs",
  "state",
  "artifacts",
  "metrics",
  "events",
  "definition",
] as const;
export type Tab = (typeof TABS)[number];

export const LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] as const;
export const STEP_STATES = ["done", "failed", "skipped"] as const;

export const SEARCH = {
  tab: oneOf(...TABS),
  node: asText,
  /** Items: those in this state, and with this kind of error. */
  items: oneOf(...STEP_STATES),
  error: asText,
  /** Logs. */
  level: oneOf(...LEVELS),
  q: asText,
  line: asNumber,
  wrap: asFlag,
  /** State: a checkpoint, and the one it is held against. */
  cp: asText,
  against: asText,
  /** Artifacts: the one that is looked at, and what narrows the list. */
  file: asText,
  folder: asText,
  find: asText,
  kind: oneOf(...KINDS),
  dialog: oneOf("edit", "fork", "again", "compare", "rename"),
};

export type RunSearch = Search<typeof SEARCH>;
export type SetRunSearch = (
  changes: { [Name in keyof RunSearch]?: RunSearch[Name] | undefined },
  options?: { replace?: boolean },
) => void;
