// Points in time in the reader's language.

const AGO: Array<[unit: Intl.RelativeTimeFormatUnit, seconds: number]> = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

export function secondsSince(moment: string, now: number): number {
  return Math.max(0, (now - Date.parse(moment)) / 1000);
}

/** 5 minutes ago. */
export function ago(moment: string, now: number, language: string): string {
  const seconds = secondsSince(moment, now);
  const [unit, size] = AGO.find(([, each]) => seconds >= each) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" }).format(
    -Math.floor(seconds / size),
    unit,
  );
}

/** Seconds until then; below zero where it has passed. */
export function secondsUntil(moment: string, now: number): number {
  return (Date.parse(moment) - now) / 1000;
}

/** The whole date and time, with the offset from UTC. */
export function moment(value: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "long" }).format(
    new Date(value),
  );
}

/** Hours, minutes, seconds and milliseconds: for lines that stand below each other. */
export function clock(value: string): string {
  const date = new Date(value);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}
