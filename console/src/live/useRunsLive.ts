import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { RUNS, SYSTEM, TASKS } from "~/api/queries";
import type { RunSummary } from "~/api/types";
import { askAgain } from "./askAgain";
import { Batch } from "./batch";
import { CachedLists } from "./cachedLists";
import { hasMoved, type ListEvent, type Standing, toldBy } from "./lists";
import { noticeRun } from "./notices";
import { type Connection, EventSocket } from "./socket";

/** The server is asked so often at most for what the events do not tell. */
const LOOK_MS = 1_000;

/** Keeps every list of runs in the cache up to date over one WebSocket, as long as it is wanted. */
export function useRunsLive(isWanted: boolean): Connection {
  const client = useQueryClient();
  const [connection, setConnection] = useState<Connection>("connecting");

  useEffect(() => {
    if (!isWanted) return;
    const known: Standing = new Map();
    const look = new Batch<readonly string[]>((keys) => {
      // An answer that is under way is not given up for another: a slow server would never be heard.
      for (const queryKey of new Set(keys)) {
        void client.invalidateQueries({ queryKey }, { cancelRefetch: false });
      }
    }, LOOK_MS);
    const lists = new CachedLists(client, () => look.add(RUNS));
    const batch = new Batch<ListEvent>((events) => {
      const told = toldBy(events);
      lists.tell(told);
      runsIn(events).forEach(noticeRun);
      const begins = events.some((event) => event.type === "resync");
      if (begins) look.add(RUNS);
      if (hasMoved(known, told) || begins) {
        look.add(SYSTEM);
        look.add(TASKS);
      }
    });
    const socket = new EventSocket<ListEvent>("/events", {
      event: (event) => batch.add(event),
      connection: (state) => {
        setConnection(state);
        if (state === "connecting") return;
        look.add(SYSTEM);
        if (state === "open") {
          look.add(RUNS);
          look.add(TASKS);
          askAgain(client);
        }
      },
    });
    lists.start();
    socket.start();
    return () => {
      socket.stop();
      batch.stop();
      look.stop();
      lists.stop();
    };
  }, [client, isWanted]);

  return isWanted ? connection : "connecting";
}

/** Every run that events tell of, in their order. */
function runsIn(events: readonly ListEvent[]): RunSummary[] {
  return events.flatMap((event) => {
    if (event.type === "resync") return event.data.items;
    return event.type === "run" ? [event.data] : [];
  });
}
