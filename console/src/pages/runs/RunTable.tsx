import { Anchor, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { RunSummary } from "~/api/types";
import { Moment } from "~/components/Moment";
import { BusyLine, ProgressLine } from "~/components/ProgressLine";
import { StatusBadge } from "~/components/StatusBadge";
import { etaRange } from "~/format/eta";
import { useFormat } from "~/format/useFormat";

const ACTIVE = new Set(["running", "recovering"]);

/** Runs, a row each; on a narrow screen a card each. */
export function RunTable({ runs }: { runs: RunSummary[] }) {
  const { t } = useTranslation();
  return (
    <Table highlightOnHover verticalSpacing="sm" className="ren-table">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("runs.status")}</Table.Th>
          <Table.Th>{t("runs.run")}</Table.Th>
          <Table.Th w="28%">{t("runs.progress")}</Table.Th>
          <Table.Th>{t("runs.left")}</Table.Th>
          <Table.Th>{t("runs.started")}</Table.Th>
          <Table.Th>{t("runs.duration")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs.map((run) => (
          <Row key={run.thread_id} run={run} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ run }: { run: RunSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isActive = ACTIVE.has(run.status);
  const { times } = run;
  return (
    <Table.Tr>
      <Table.Td>
        <StatusBadge status={run.status} reason={run.reason} />
      </Table.Td>
      <Table.Td>
        <Anchor component={Link} to={`/runs/${run.thread_id}`} className="ren-break" fw={600}>
          {run.thread_id}
        </Anchor>
        <Text size="xs" c="dimmed" className="ren-break">
          {run.flow_id} · {t("common.version", { version: run.version })}
        </Text>
      </Table.Td>
      {isActive ? (
        <LiveCells run={run} />
      ) : (
        <>
          <Table.Td>
            <Text size="xs" className={run.error ? "ren-red ren-clamp" : "ren-clamp"}>
              {run.error?.message}
            </Text>
          </Table.Td>
          <Table.Td className="ren-wide-only" />
        </>
      )}
      <Table.Td data-label={t("runs.started")}>
        <Moment at={times.started_at ?? times.created_at} size="sm" />
      </Table.Td>
      <Table.Td data-label={t("runs.duration")}>
        {times.duration_s === null ? "–" : format.span(times.duration_s)}
      </Table.Td>
    </Table.Tr>
  );
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
        <Text size="sm" className="ren-nowrap">
          {range === null ? "–" : format.spanRange(range)}
        </Text>
      </Table.Td>
    </>
  );
}
