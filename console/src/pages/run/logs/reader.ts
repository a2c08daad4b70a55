// What is asked of the server to fill a log window.
import { get, path } from "~/api/client";
import type { LogAnswer } from "~/api/types";
import {
  EMPTY,
  edgeSeq,
  type LogWindow,
  type NewerPage,
  type OlderPage,
  withNewer,
  withOlder,
} from "./window";

const PAGE = 300;
const FOLLOW_PAGE = 1_000;
const HALF_PAGE = 150;
/** A filtered page may come back empty and still have a next one: how often that is gone after at a time. */
const PATIENCE = 20;

export interface LogFilter {
  level?: string | undefined;
  node?: string | undefined;
  q?: string | undefined;
}

export interface Counts {
  levels: Record<string, number>;
  whole: boolean;
}

type Read = (query: Record<string, string | number | null | undefined>) => Promise<LogAnswer>;

/** Reads one run's log with one filter; tells `onCounts` how many lines of each level there are. */
export class LogReader {
  private readonly read: Read;

  constructor(
    threadId: string,
    private readonly filter: LogFilter,
    onCounts: (counts: Counts) => void,
    signal: AbortSignal,
  ) {
    this.read = async (query) => {
      const answer = await get<LogAnswer>(path`/runs/${threadId}/logs`, query, signal);
      onCounts({ levels: answer.counts, whole: answer.counted });
      return answer;
    };
  }

  /** The end of the log. */
  async end(): Promise<LogWindow> {
    const { lines, next, position } = await this.olderPage(null, PAGE);
    return { ...EMPTY, lines, older: next, newer: position, atEnd: true };
  }

  /** The lines around one, those of the filter; the line itself stands among them whatever the filter says. */
  async around(seq: number): Promise<LogWindow> {
    const at = await this.read({ around: seq, context: 0 });
    const [before, after] = await Promise.all([
      at.previous === null ? { lines: [], next: null } : this.olderPage(at.previous, HALF_PAGE),
      this.newerPage(at.position, HALF_PAGE),
    ]);
    const line = { ...EMPTY, lines: at.items, atEnd: !after.more };
    return withNewer(withOlder(line, before), after);
  }

  async newer(window: LogWindow): Promise<LogWindow> {
    const from = window.newer === "lost" ? await this.wayFrom(window, "last") : window.newer;
    return withNewer(window, await this.newerPage(from, FOLLOW_PAGE));
  }

  /** The newest lines: those behind the window, or, where it fell too far behind, those at the end of the log. */
  async followed(window: LogWindow): Promise<LogWindow> {
    const grown = await this.newer(window);
    if (grown.atEnd) return grown;
    const end = await this.end();
    return { ...end, first: grown.first + grown.lines.length };
  }

  async older(window: LogWindow): Promise<LogWindow> {
    const from = window.older === "lost" ? await this.wayFrom(window, "first") : window.older;
    if (from === null) return { ...window, older: null };
    return withOlder(window, await this.olderPage(from, PAGE));
  }

  /** The nearest error behind (or before) a line; undefined: there is none. */
  async nearestError(seq: number | undefined, step: 1 | -1): Promise<number | undefined> {
    const reader = this.withLevel();
    const at = seq === undefined ? null : await this.read({ around: seq, context: 0 });
    const from = at === null ? null : step === 1 ? at.position : at.previous;
    if (at !== null && from === null) return undefined;
    const { lines } = step === 1 ? await reader.newerPage(from, 1) : await reader.olderPage(from, 1);
    return lines[0]?.seq ?? undefined;
  }

  private withLevel(): LogReader {
    const other: LogReader = Object.create(this);
    return Object.assign(other, { filter: { ...this.filter, level: "ERROR" } });
  }

  private async wayFrom(window: LogWindow, edge: "first" | "last"): Promise<string | null> {
    const seq = edgeSeq(window, edge);
    if (seq === undefined) return null;
    const at = await this.read({ around: seq, context: 0 });
    return edge === "first" ? at.previous : at.position;
  }

  private async newerPage(from: string | null, limit: number): Promise<NewerPage> {
    let position = from;
    const lines = [];
    for (let turn = 0; turn < PATIENCE; turn += 1) {
      const answer = await this.read({ ...this.filter, cursor: position, limit });
      position = answer.position ?? position;
      lines.push(...answer.items);
      if (answer.next === null) return { lines, position, more: false };
      if (lines.length > 0) break;
    }
    return { lines, position, more: true };
  }

  private async olderPage(
    from: string | null,
    limit: number,
  ): Promise<OlderPage & { position: string | null }> {
    let next = from;
    let position: string | null = null;
    const lines = [];
    for (let turn = 0; turn < PATIENCE; turn += 1) {
      const answer = await this.read({ ...this.filter, order: "desc", cursor: next, limit });
      position ??= answer.position;
      next = answer.next;
      lines.push(...answer.items);
      if (next === null || lines.length > 0) break;
    }
    return { lines: lines.reverse(), next, position };
  }
}
