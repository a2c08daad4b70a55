import type { ReactNode } from "react";
import { useMatch } from "react-router";
import { ConnectionNotice } from "~/components/ConnectionNotice";
import { Connected } from "~/live/connected";
import { useRunsLive } from "~/live/useRunsLive";

/** Lists of runs are live on every page; a run's own page listens to that run, and to nothing else. */
export function LiveLists({ children }: { children: ReactNode }) {
  const isOther = useMatch("/runs/:threadId") === null;
  const connection = useRunsLive(isOther);
  return (
    <Connected value={connection !== "lost"}>
      <ConnectionNotice state={connection} />
      {children}
    </Connected>
  );
}
