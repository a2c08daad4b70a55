import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Range } from "./eta";
import * as figures from "./figures";
import * as moments from "./moments";

/** Everything that is formatted, in the language at hand. */
export function useFormat() {
  const { t, i18n } = useTranslation();
  const language = i18n.language;
  return useMemo(
    () => ({
      number: (value: number, digits?: number) => figures.number(value, language, digits),
      percent: (value: number) => figures.percent(value, language),
      bytes: (value: number) => figures.bytes(value, language),
      span: (seconds: number) => figures.span(seconds, language),
      spanRange: (range: Range) => figures.spanRange(range, language),
      ago: (value: string, now: number) => moments.ago(value, now, language),
      moment: (value: string) => moments.moment(value, language),
      rate: (perSecond: number) => {
        const { value, per } = figures.rate(perSecond);
        const shown = figures.number(value, language, value < 10 ? 1 : 0);
        return per === "second"
          ? t("common.perSecond", { value: shown })
          : t("common.perMinute", { value: shown });
      },
    }),
    [t, language],
  );
}
