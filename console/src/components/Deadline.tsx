import { Text, type TextProps, Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { secondsUntil } from "~/format/moments";
import { useFormat } from "~/format/useFormat";
import { useTick } from "~/live/useTick";

const SOON_S = 3_600;

/** How long there is until a deadline, or that it has passed; the whole date on hover and for readers. */
export function Deadline({ at, ...text }: { at: string } & TextProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useTick();
  const left = secondsUntil(at, now);
  const colour = left <= 0 ? "ren-red" : left < SOON_S ? "ren-amber" : undefined;
  return (
    <Tooltip label={format.moment(at)}>
      <Text component="time" dateTime={at} span className={colour} {...text}>
        {left > 0
          ? t("tasks.dueIn", { span: format.span(left) })
          : t("tasks.duePassed", { ago: format.ago(at, now) })}
      </Text>
    </Tooltip>
  );
}

/** The time that remains until a moment, counted down. */
export function Countdown({ to, ...text }: { to: string } & TextProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useTick();
  const left = secondsUntil(to, now);
  return (
    <Tooltip label={format.moment(to)}>
      <Text component="time" dateTime={to} span {...text}>
        {left > 0 ? t("waits.in", { span: format.span(left) }) : t("waits.now")}
      </Text>
    </Tooltip>
  );
}
