// The part of a log that the page holds: a stretch of lines, bounded, that grows at either end. Nothing here does I/O.
import type { LogLine } from "~/api/types";

export const MOST_LINES = 4_000;
/** The virtual index of the first line ever shown: lines before it count down from here. */
export const ORIGIN = 1_000_000_000;

export interface LogWindow {
  lines: readonly LogLine[];
  /** The index of the first line, which stays that line's while others come before it. */
  first: number;
  /** Leads to older lines; null: there are none; "lost": lines were let go there, and the way is to be asked for. */
  older: string | null | "lost";
  /** Leads to newer lines; at the end of the log it leads to what will be written. */
  newer: string | null | "lost";
  /** Whether the newest line there is stands at the end of it. */
  atEnd: boolean;
}

export const EMPTY: LogWindow = { lines: [], first: ORIGIN, older: null, newer: null, atEnd: true };

export interface NewerPage {
  lines: readonly LogLine[];
  position: string | null;
  more: boolean;
}

export interface OlderPage {
  /** Oldest first. */
  lines: readonly LogLine[];
  next: string | null;
}

export function withNewer(window: LogWindow, page: NewerPage): LogWindow {
  const grown = [...window.lines, ...page.lines];
  const surplus = Math.max(0, grown.length - MOST_LINES);
  return {
    lines: surplus === 0 ? grown : grown.slice(surplus),
    first: window.first + surplus,
    older: surplus === 0 ? window.older : "lost",
    newer: page.position ?? window.newer,
    atEnd: !page.more,
  };
}

export function withOlder(window: LogWindow, page: OlderPage): LogWindow {
  const grown = [...page.lines, ...window.lines];
  const isTooLong = grown.length > MOST_LINES;
  return {
    lines: isTooLong ? grown.slice(0, MOST_LINES) : grown,
    first: window.first - page.lines.length,
    older: page.next,
    newer: isTooLong ? "lost" : window.newer,
    atEnd: isTooLong ? false : window.atEnd,
  };
}

/** Where a line stands, as a virtual index; undefined: not in the window. */
export function indexOfSeq(window: LogWindow, seq: number): number | undefined {
  const place = window.lines.findIndex((line) => line.seq === seq);
  return place === -1 ? undefined : window.first + place;
}

/** The first (or last) line that can be named: damaged lines have no number. */
export function edgeSeq(window: LogWindow, edge: "first" | "last"): number | undefined {
  const named = (line: LogLine) => typeof line.seq === "number";
  const found = edge === "first" ? window.lines.find(named) : window.lines.findLast(named);
  return found?.seq ?? undefined;
}

/** The next line of this level or above, in the direction, without asking the server. */
export function nextError(window: LogWindow, from: number | undefined, step: 1 | -1): number | undefined {
  const start = from === undefined ? undefined : indexOfSeq(window, from);
  let place = start === undefined ? (step === 1 ? -1 : window.lines.length) : start - window.first;
  for (place += step; place >= 0 && place < window.lines.length; place += step) {
    const line = window.lines[place];
    if (line && isError(line) && typeof line.seq === "number") return line.seq;
  }
  return undefined;
}

export function isError(line: LogLine): boolean {
  return line.level === "ERROR" || line.level === "CRITICAL";
}
