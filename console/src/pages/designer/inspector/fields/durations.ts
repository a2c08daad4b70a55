// Seconds as people say them, and back: the largest unit that leaves a whole number. Nothing here draws.

export const UNITS = { s: 1, min: 60, h: 3_600, d: 86_400 } as const;
export type Unit = keyof typeof UNITS;

const LARGEST_FIRST = ["d", "h", "min", "s"] as const satisfies Unit[];

/** The largest unit of which it is a whole number. */
export function unitOf(seconds: number): Unit {
  if (seconds === 0) return "s";
  return LARGEST_FIRST.find((unit) => Number.isInteger(seconds / UNITS[unit])) ?? "s";
}

export function amountOf(seconds: number, unit: Unit): number {
  return seconds / UNITS[unit];
}

/** The seconds that a typed amount stands for; undefined: it is no number. */
export function secondsOf(typed: string, unit: Unit): number | undefined {
  const amount = typed.trim() === "" ? Number.NaN : Number(typed);
  return Number.isFinite(amount) ? amount * UNITS[unit] : undefined;
}

/** The waits between attempts, in seconds, as the engine counts them. */
export function waitsBetween(attempts: number, delay: number, backoff: number, most = 5): number[] {
  const count = Math.max(0, Math.min(attempts - 1, most));
  return Array.from({ length: count }, (_, index) => delay * backoff ** index);
}
