import { Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Loop } from "~/api/types";
import { useFormat } from "~/format/useFormat";
import { useLabelWords } from "~/i18n/told";
import { NodeName } from "~/names/nodeNames";

const MOST = 20;

/** Each loop: done + failed + skipped + pending = total. */
export function LoopSums({ loops }: { loops: Loop[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const labelled = useLabelWords();
  return (
    <Stack gap={4}>
      {loops.slice(-MOST).map((loop) => (
        <Group key={`${loop.visit} ${loop.label}`} gap="sm" className="ren-line">
          <Text fw={600} className="ren-break">
            <NodeName id={loop.node} />
          </Text>
          <Text size="sm" c="dimmed" className="ren-break">
            {labelled(loop.label)}
          </Text>
          <Text size="sm" className="ren-green">
            {t("items.done", { number: format.number(loop.done) })}
          </Text>
          {loop.failed > 0 && (
            <Text size="sm" className="ren-red">
              {t("items.failed", { number: format.number(loop.failed) })}
            </Text>
          )}
          {loop.skipped > 0 && (
            <Text size="sm">{t("items.skipped", { number: format.number(loop.skipped) })}</Text>
          )}
          {loop.rerun > 0 && <Text size="sm">{t("items.rerun", { number: format.number(loop.rerun) })}</Text>}
          {loop.pending !== null && loop.pending > 0 && (
            <Text size="sm">{t("items.pending", { number: format.number(loop.pending) })}</Text>
          )}
          {loop.total !== null && (
            <Text size="sm" c="dimmed">
              {t("items.total", { number: format.number(loop.total) })}
            </Text>
          )}
        </Group>
      ))}
    </Stack>
  );
}
