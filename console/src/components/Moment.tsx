import { Text, type TextProps, Tooltip } from "@mantine/core";
import { useFormat } from "~/format/useFormat";
import { useTick } from "~/live/useTick";

/** How long ago something was; the whole date on hover and for readers. */
export function Moment({ at, ...text }: { at: string } & TextProps) {
  const format = useFormat();
  const now = useTick();
  return (
    <Tooltip label={format.moment(at)}>
      <Text component="time" dateTime={at} span {...text}>
        {format.ago(at, now)}
      </Text>
    </Tooltip>
  );
}
