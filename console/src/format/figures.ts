// Numbers, sizes and spans of time in the reader's language.
import type { Range } from "./eta";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
const STEP = 1024;
/** Bytes. */
export const MIB = STEP * STEP;

const formats = new Map<string, Intl.NumberFormat>();

/** To make one takes longer than to use it many times: a page has thousands of figures. */
function numberFormat(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.NumberFormat(language, options);
  formats.set(key, known);
  return known;
}

export function number(value: number, language: string, digits = 0): string {
  return numberFormat(language, { maximumFractionDigits: digits }).format(value);
}

export function percent(value: number, language: string): string {
  return numberFormat(language, { style: "percent", maximumFractionDigits: 0 }).format(
    Math.floor(value * 100) / 100,
  );
}

export function bytes(value: number, language: string): string {
  const power = value < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log(value) / Math.log(STEP)));
  const shown = value / STEP ** power;
  return numberFormat(language, {
    style: "unit",
    unit: UNITS[power],
    unitDisplay: power === 0 ? "narrow" : "short",
    maximumFractionDigits: shown < 10 && power > 0 ? 1 : 0,
  }).format(shown);
}

/** Items a second, or a minute where they are slow. */
export function rate(perSecond: number): { value: number; per: "second" | "minute" } {
  return perSecond >= 1 || perSecond === 0
    ? { value: perSecond, per: "second" }
    : { value: perSecond * 60, per: "minute" };
}

type Part = [unit: "day" | "hour" | "minute" | "second" | "millisecond", value: number];

/** The two largest parts of a span: 2 h 40 min. Unit names are the browser's own, in its language. */
export function span(seconds: number, language: string): string {
  return parts(seconds)
    .map(([unit, value]) =>
      numberFormat(language, {
        style: "unit",
        unit,
        unitDisplay: language.startsWith("zh") ? "short" : "narrow",
        maximumFractionDigits: unit === "second" && seconds < 10 ? 1 : 0,
      }).format(value),
    )
    .join(" ");
}

export function spanRange(range: Range, language: string): string {
  const low = span(range.low, language);
  const high = span(range.high, language);
  return low === high ? low : `${low} – ${high}`;
}

function parts(seconds: number): Part[] {
  if (seconds < 1) return [["millisecond", Math.max(0, Math.round(seconds * 1000))]];
  if (seconds < 60) return [["second", seconds < 9.95 ? seconds : Math.round(seconds)]];
  const whole = Math.round(seconds);
  const all: Part[] = [
    ["day", Math.floor(whole / 86_400)],
    ["hour", Math.floor(whole / 3_600) % 24],
    ["minute", Math.floor(whole / 60) % 60],
    ["second", whole % 60],
  ];
  const first = all.findIndex(([, value]) => value > 0);
  return all.slice(first, first + 2).filter(([, value], index) => index === 0 || value > 0);
}
