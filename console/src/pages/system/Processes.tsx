import { Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { runsQuery } from "~/api/queries";
import type { RunSummary, System } from "~/api/types";
import { Card } from "~/components/Card";
import { type Column, DataTable } from "~/components/DataTable";
import { RunName } from "~/components/RunName";
import { MIB } from "~/format/figures";
import { useFormat } from "~/format/useFormat";
import { NodeOfRun } from "~/names/nodeNames";

const UNKNOWN = "–";

/** The worker processes at work: one for each run. */
export function Processes({ system }: { system: System }) {
  const { t } = useTranslation();
  const found = useInfiniteQuery(runsQuery({ status: "running,recovering" })).data?.pages[0]?.items ?? [];
  const runs = found.filter(({ machine }) => machine == null || machine === "local");
  const { workers } = system;
  return (
    <Card
      title={t("system.processes")}
      aside={
        <Text size="sm" c="dimmed">
          {t("system.workers", {
            active: workers.active,
            most: workers.max_active,
            warm: workers.warm,
            starting: workers.starting,
          })}
        </Text>
      }
    >
      {runs.length === 0 ? <Text c="dimmed">{t("system.noProcess")}</Text> : <ProcessTable runs={runs} />}
    </Card>
  );
}

function ProcessTable({ runs }: { runs: RunSummary[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: Array<Column<RunSummary>> = [
    {
      name: t("runs.run"),
      cell: (run) => <RunName run={run} query="?tab=metrics" className="ren-break" />,
      isPlain: true,
    },
    { name: t("flows.node"), cell: (run) => (run.node ? <NodeOfRun run={run} id={run.node} /> : UNKNOWN) },
    { name: t("system.pid"), cell: ({ process }) => process?.pid ?? UNKNOWN },
    {
      name: t("system.cpu"),
      cell: ({ process }) =>
        process?.cpu_percent == null ? UNKNOWN : `${format.number(process.cpu_percent)} %`,
    },
    {
      name: t("system.memory"),
      cell: ({ process }) => (process?.rss_mb == null ? UNKNOWN : format.bytes(process.rss_mb * MIB)),
    },
    { name: t("system.children"), cell: ({ process }) => process?.children ?? UNKNOWN },
    {
      name: t("system.answers"),
      cell: ({ process }) => (process?.responsive ? t("common.yes") : t("common.no")),
    },
  ];
  return <DataTable rows={runs} rowKey={(run) => run.thread_id} columns={columns} />;
}
