// What a run's page keeps of the stream: bounded, however long it is open.
import type { Process, Series } from "~/api/types";
import type { RunEvent } from "./events";

export const KEPT_EVENTS = 500;
export const KEPT_SAMPLES = 1_800;

/** The process's figures and the pace at one moment; `at` in seconds since 1970. */
export interface Sample {
  at: number;
  cpu: number | null;
  rss: number | null;
  rate: number | null;
}

export interface History {
  events: readonly RunEvent[];
  samples: readonly Sample[];
  /** How many log events came so far: when it grows, there are new lines to read. */
  logged: number;
  rate: number | null;
}

export const NO_HISTORY: History = { events: [], samples: [], logged: 0, rate: null };

export function afterBatch(history: History, events: readonly RunEvent[]): History {
  const told = events.filter((event) => event.type !== "log" && event.type !== "metrics");
  const samples: Sample[] = [];
  let { rate, logged } = history;
  for (const event of events) {
    if (event.type === "log") logged += 1;
    else if (event.type === "resync") logged += 1;
    else if (event.type === "progress") rate = event.data.rate;
    else if (event.type === "metrics") samples.push(sampleOf(event.ts, event.data, rate));
  }
  return {
    events: told.length === 0 ? history.events : [...history.events, ...told].slice(-KEPT_EVENTS),
    samples: samples.length === 0 ? history.samples : [...history.samples, ...samples].slice(-KEPT_SAMPLES),
    logged,
    rate,
  };
}

function sampleOf(ts: string, process: Process, rate: number | null): Sample {
  return { at: Date.parse(ts) / 1000, cpu: process.cpu_percent, rss: process.rss_mb, rate };
}

/** Samples that were taken before the page was opened, with those that came since. */
export function joinedSamples(past: Series | undefined, live: readonly Sample[]): Sample[] {
  if (past === undefined) return [...live];
  const before = past.times.map((time, place) => ({
    at: Date.parse(time) / 1000,
    cpu: past.cpu_percent[place] ?? null,
    rss: past.rss_mb[place] ?? null,
    rate: past.items_per_s[place] ?? null,
  }));
  const last = before.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  return [...before, ...live.filter((sample) => sample.at > last)];
}
