import { useCallback, useEffect, useRef, useState } from "react";
import { Batch } from "~/live/batch";
import { type Counts, type LogFilter, LogReader } from "./reader";
import { EMPTY, indexOfSeq, type LogWindow } from "./window";

const FOLLOW_MS = 500;

interface LogRequest extends LogFilter {
  threadId: string;
  /** A line to begin at; without one, the end of the log. */
  line?: number | undefined;
  /** Grows when lines were written. */
  written: number;
  /** Whether the end of the log is to be shown, however it grows. */
  follows: boolean;
}

export interface Log {
  window: LogWindow;
  counts: Counts;
  error: unknown;
  isReading: boolean;
  older: () => void;
  newer: () => void;
  nearestError: (seq: number | undefined, step: 1 | -1) => Promise<number | undefined>;
}

/** A window on a run's log: begins at a line or at the end, grows when asked, and follows what is written. */
export function useLog({ threadId, level, node, q, line, written, follows }: LogRequest): Log {
  const [window, setWindow] = useState<LogWindow>(EMPTY);
  const [counts, setCounts] = useState<Counts>({ levels: {}, whole: false });
  const [error, setError] = useState<unknown>(null);
  const [isReading, setReading] = useState(true);
  const reader = useRef<LogReader>(undefined);
  const shown = useRef(window);
  const busy = useRef(false);
  const begun = useRef(false);
  const wanted = useRef(line);
  wanted.current = line;

  /** One reading at a time: pages must join. */
  const grow = useCallback(
    async (read: (reader: LogReader, window: LogWindow) => Promise<LogWindow>): Promise<boolean> => {
      const mine = reader.current;
      if (mine === undefined || busy.current) return false;
      busy.current = true;
      setReading(true);
      try {
        const next = await read(mine, shown.current);
        if (reader.current !== mine) return true;
        shown.current = next;
        setWindow(next);
        setError(null);
      } catch (failure) {
        if (reader.current === mine) setError(failure);
      } finally {
        if (reader.current === mine) {
          busy.current = false;
          begun.current = true;
          setReading(false);
        }
      }
      return true;
    },
    [],
  );

  useEffect(() => {
    const aborter = new AbortController();
    reader.current = new LogReader(threadId, { level, node, q }, setCounts, aborter.signal);
    busy.current = false;
    begun.current = false;
    const at = wanted.current;
    void grow((mine) => (at === undefined ? mine.end() : mine.around(at)));
    return () => {
      aborter.abort();
      reader.current = undefined;
    };
  }, [threadId, level, node, q, grow]);

  useEffect(() => {
    if (line === undefined || indexOfSeq(shown.current, line) !== undefined) return;
    void grow((mine) => mine.around(line));
  }, [line, grow]);

  const newer = useCallback(() => void grow((mine, now) => mine.newer(now)), [grow]);
  const older = useCallback(() => void grow((mine, now) => mine.older(now)), [grow]);

  const follow = useRef<Batch<null>>(undefined);
  useEffect(() => {
    const batch = new Batch<null>(async () => {
      // What comes while a page is read is read after it.
      if (!(await grow((mine, now) => mine.followed(now)))) batch.add(null);
    }, FOLLOW_MS);
    follow.current = batch;
    return () => batch.stop();
  }, [grow]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever lines were written, and when it begins to follow
  useEffect(() => {
    if (follows && begun.current) follow.current?.add(null);
  }, [written, follows]);

  const nearestError = useCallback(
    async (seq: number | undefined, step: 1 | -1) => reader.current?.nearestError(seq, step),
    [],
  );
  return { window, counts, error, isReading, older, newer, nearestError };
}
