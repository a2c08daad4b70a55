import { Group, Text } from "@mantine/core";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { RunSummary } from "~/api/types";
import { ErrorLine } from "~/components/ErrorLine";
import { Moment } from "~/components/Moment";
import { RunName } from "~/components/RunName";
import { StatusBadge } from "~/components/StatusBadge";
import { FlowLabel } from "~/names/FlowLabel";

/** A run in one line: its status, its name, what it says. */
export const RunLine = memo(function RunLine({ run }: { run: RunSummary }) {
  const { t } = useTranslation();
  return (
    <div className="ren-line">
      <Group gap="sm" wrap="nowrap" justify="space-between">
        <RunName run={run} truncate className="ren-shrink" />
        <Group gap="sm" wrap="nowrap">
          <Moment at={run.times.last_event_at} size="xs" c="dimmed" className="ren-nowrap" visibleFrom="xs" />
          <StatusBadge status={run.status} reason={run.reason} />
        </Group>
      </Group>
      <Text size="xs" c="dimmed" truncate>
        <FlowLabel run={run} hasVersion={false} />
        {run.skipped > 0 && ` · ${t("run.skipped", { count: run.skipped })}`}
        {run.error && (
          <>
            {" · "}
            <ErrorLine error={run.error} />
          </>
        )}
      </Text>
    </div>
  );
});
