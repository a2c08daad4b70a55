import { useMatch } from "react-router";
import { ConnectionNotice } from "~/components/ConnectionNotice";
import { useRunsLive } from "~/live/useRunsLive";

/** Lists of runs are live on every page; a run's own page listens to that run, and to nothing else. */
export function LiveLists() {
  const isOther = useMatch("/runs/:threadId") === null;
  const connection = useRunsLive(isOther);
  return <ConnectionNotice state={connection} />;
}
