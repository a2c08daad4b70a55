import { Anchor, Button, Table, Text } from "@mantine/core";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { RunSummary } from "~/api/types";
import { ErrorLine } from "~/components/ErrorLine";
import { Moment } from "~/components/Moment";
import { BusyLine, ProgressLine } from "~/components/ProgressLine";
import { runSeconds } from "~/components/RunPace";
import { StatusBadge } from "~/components/StatusBadge";
import { etaRange } from "~/format/eta";
import { useFormat } from "~/format/useFormat";
import { useTick } from "~/live/useTick";
import { FlowLabel } from "~/names/FlowLabel";

const ACTIVE = new Set(["running", "recovering"]);

/** The names above the cells, each with its width: rows come and go, and columns stay where they are. */
export function RunHeads() {
  const { t } = useTranslation();
  return (
    <Table.Tr>
      <Table.Th w={184}>{t("runs.status")}</Table.Th>
      <Table.Th>{t("runs.run")}</Table.Th>
      <Table.Th w="26%">{t("runs.progress")}</Table.Th>
      <Table.Th w={156}>{t("runs.left")}</Table.Th>
      <Table.Th w={124}>{t("runs.started")}</Table.Th>
      <Table.Th w={104}>{t("runs.duration")}</Table.Th>
    </Table.Tr>
  );
}

/** The cells of a run's row. */
export const RunCells = memo(function RunCells({ run }: { run: RunSummary }) {
  const { t } = useTranslation();
  const isActive = ACTIVE.has(run.status);
  const { times } = run;
  return (
    <>
      <Table.Td>
        <StatusBadge status={run.status} reason={run.reason} />
      </Table.Td>
      <Table.Td>
        <Anchor component={Link} to={`/runs/${run.thread_id}`} className="ren-break" fw={600}>
          {run.thread_id}
        </Anchor>
        <Text size="xs" c="dimmed" className="ren-break">
          <FlowLabel run={run} />
        </Text>
      </Table.Td>
      {isActive ? (
        <LiveCells run={run} />
      ) : (
        <>
          <Table.Td>
            {run.error && (
              <Text size="xs" className="ren-red ren-clamp">
                <ErrorLine error={run.error} />
              </Text>
            )}
            {run.skipped > 0 && <Text size="xs">{t("run.skipped", { count: run.skipped })}</Text>}
          </Table.Td>
          <Table.Td>
            <Button
              component={Link}
              to={`/runs/${run.thread_id}?dialog=again`}
              size="compact-sm"
              variant="default"
              aria-label={t("runs.againNamed", { run: run.thread_id })}
            >
              {t("again.action")}
            </Button>
          </Table.Td>
        </>
      )}
      <Table.Td data-label={t("runs.started")}>
        <Moment at={times.started_at ?? times.created_at} size="sm" />
      </Table.Td>
      <Table.Td data-label={t("runs.duration")}>
        <Lasted run={run} isActive={isActive} />
      </Table.Td>
    </>
  );
});

function Lasted({ run, isActive }: { run: RunSummary; isActive: boolean }) {
  const format = useFormat();
  const now = useTick(isActive);
  const seconds = runSeconds(run, isActive ? now : null);
  return seconds === null ? "–" : format.span(seconds);
}

/** How far a run at work is, as its worker told last. */
function LiveCells({ run }: { run: RunSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { progress } = run;
  const range = progress === null ? null : etaRange(progress, null);
  return (
    <>
      <Table.Td>{progress === null ? <BusyLine /> : <ProgressLine progress={progress} active />}</Table.Td>
      <Table.Td data-label={t("runs.left")}>
        <Text span size="sm" className="ren-nowrap">
          {range === null ? "–" : format.spanRange(range)}
        </Text>
      </Table.Td>
    </>
  );
}
