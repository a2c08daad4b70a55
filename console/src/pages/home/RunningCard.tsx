import { Group, Stack, Text } from "@mantine/core";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { RunSummary } from "~/api/types";
import { Card } from "~/components/Card";
import { BusyLine, ProgressLine } from "~/components/ProgressLine";
import { RunName } from "~/components/RunName";
import { RunPace } from "~/components/RunPace";
import { StatusBadge } from "~/components/StatusBadge";
import { FlowLabel } from "~/names/FlowLabel";
import { NodeOfRun } from "~/names/nodeNames";

/** A run at work: how far, how fast, until when. */
export const RunningCard = memo(function RunningCard({ run }: { run: RunSummary }) {
  const { t } = useTranslation();
  const { progress, process } = run;
  return (
    <Card className="ren-running">
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <RunName run={run} fw={600} truncate className="ren-shrink" />
          <StatusBadge status={run.status} reason={run.reason} />
        </Group>
        <Text size="xs" c="dimmed" truncate>
          <FlowLabel run={run} />
          {run.node !== null && (
            <>
              {" · "}
              <NodeOfRun run={run} id={run.node} />
            </>
          )}
        </Text>
        {run.status === "pending" ? null : progress === null ? (
          <BusyLine />
        ) : (
          <ProgressLine progress={progress} active />
        )}
        <RunPace run={run} />
        {process && (
          <Text size="xs" c={process.responsive ? "dimmed" : "red"}>
            {process.responsive
              ? t("run.alive", { pid: process.pid })
              : t("run.silent", { pid: process.pid })}
          </Text>
        )}
      </Stack>
    </Card>
  );
});
