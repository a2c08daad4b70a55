import type { Run } from "~/api/types";
import type { RunLive } from "~/live/useRunLive";
import type { RunSearch, SetRunSearch } from "./selection";

/** What every tab of a run's page is given. */
export interface TabProps {
  run: Run;
  live: RunLive;
  search: RunSearch;
  setSearch: SetRunSearch;
}
