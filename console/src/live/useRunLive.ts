import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { path } from "~/api/client";
import { RUNS, runQuery, SYSTEM, TASKS } from "~/api/queries";
import type { Run } from "~/api/types";
import { askAgain } from "./askAgain";
import { Batch } from "./batch";
import { afterEvents, needsLook, type RunEvent } from "./events";
import { afterBatch, type History, NO_HISTORY } from "./history";
import { noticeRun } from "./notices";
import { type Connection, EventSocket } from "./socket";

/** The server's own view is asked for now and then: frames do not carry durations. */
const LOOK_MS = 1_000;

export interface RunLive {
  connection: Connection;
  history: History;
}

/** Keeps the run in the cache up to date over one WebSocket, while the page is open. */
export function useRunLive(id: string): RunLive {
  const client = useQueryClient();
  const [connection, setConnection] = useState<Connection>("connecting");
  const [history, setHistory] = useState<History>(NO_HISTORY);

  useEffect(() => {
    const key = runQuery(id).queryKey;
    const look = new Batch<null>(
      () => void client.invalidateQueries({ queryKey: key, exact: true }),
      LOOK_MS,
    );
    // What stands around the page counts runs by their status, and lists what they wait for.
    const others = new Batch<null>(() => {
      for (const queryKey of [RUNS, SYSTEM, TASKS]) void client.invalidateQueries({ queryKey });
    }, LOOK_MS);
    const batch = new Batch<RunEvent>((events) => {
      const before = client.getQueryData<Run>(key);
      client.setQueryData(key, (run: Run | undefined) => run && afterEvents(run, events));
      const after = client.getQueryData<Run>(key);
      for (const run of [before, after]) if (run) noticeRun(run);
      setHistory((before) => afterBatch(before, events));
      if (needsLook(events)) look.add(null);
      if (events.some((event) => event.type === "status")) others.add(null);
    });
    const socket = new EventSocket<RunEvent>(path`/runs/${id}/events`, {
      event: (event) => batch.add(event),
      connection: (state) => {
        setConnection(state);
        if (state === "open") {
          look.add(null);
          askAgain(client);
        }
      },
    });
    setHistory(NO_HISTORY);
    socket.start();
    return () => {
      socket.stop();
      batch.stop();
      look.stop();
      others.stop();
    };
  }, [id, client]);

  return { connection, history };
}

/** The run as the cache has it. */
export function useRun(id: string) {
  return useQuery(runQuery(id));
}
