import { Progress as Bar, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Progress } from "~/api/types";
import { fraction, isOfNodes } from "~/format/eta";
import { useFormat } from "~/format/useFormat";
import { useLabelWords } from "~/i18n/told";

interface ProgressLineProps {
  progress: Progress;
  /** Whether it moves: a bar without a known end then shows that something happens. */
  active: boolean;
}

/** How far it is, as a bar with what failed in it, and in words. */
export function ProgressLine({ progress, active }: ProgressLineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = fraction(progress);
  const total = progress.total ?? 0;
  const part = (count: number) => (total === 0 ? 0 : (count / total) * 100);
  const words =
    progress.total === null
      ? t("progress.done", { count: progress.done, done: format.number(progress.done) })
      : t("progress.of", { done: format.number(progress.done), total: format.number(progress.total) });
  const labelled = useLabelWords();
  const unit = isOfNodes(progress) ? t("progress.nodes") : labelled(progress.label ?? "");
  return (
    <div>
      <Bar.Root size={8} radius="xl" className="ren-track">
        <Bar.Section
          value={share === null && active ? 100 : part(progress.done)}
          animated={share === null && active}
          striped={share === null && active}
          color="teal.6"
          aria-label={words}
        />
        {progress.failed + progress.skipped > 0 && (
          <Bar.Section
            value={part(progress.failed + progress.skipped)}
            color="red.7"
            aria-label={t("progress.failedOnly")}
            striped
          />
        )}
      </Bar.Root>
      <Group gap="xs" mt={4} justify="space-between" wrap="nowrap">
        <Text size="xs" c="dimmed" truncate>
          {share !== null && `${format.percent(share)} · `}
          {words} {unit}
        </Text>
        {progress.failed + progress.skipped > 0 && (
          <Text size="xs" className="ren-red ren-nowrap">
            {t("progress.failed", { count: progress.failed + progress.skipped })}
          </Text>
        )}
      </Group>
    </div>
  );
}

/** A bar for work that tells nothing of how far it is. */
export function BusyLine() {
  const { t } = useTranslation();
  return (
    <Bar value={100} size={8} radius="xl" color="teal.6" animated striped aria-label={t("progress.busy")} />
  );
}
