import { Anchor, Table, Text } from "@mantine/core";
import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { runsQuery, watchedRunQuery } from "~/api/queries";
import type { Run, System } from "~/api/types";
import { Card } from "~/components/Card";
import { useFormat } from "~/format/useFormat";

const MIB = 1024 * 1024;

/** The worker processes at work: one for each run. */
export function Processes({ system }: { system: System }) {
  const { t } = useTranslation();
  const active = useInfiniteQuery(runsQuery({ status: "running,recovering" }));
  const ids = active.data?.pages[0]?.items.map((run) => run.thread_id) ?? [];
  const runs = useQueries({
    queries: ids.map(watchedRunQuery),
    combine: (all) => all.flatMap(({ data }) => data ?? []),
  });
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

function ProcessTable({ runs }: { runs: Run[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Table className="ren-table">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("runs.run")}</Table.Th>
          <Table.Th>{t("system.pid")}</Table.Th>
          <Table.Th>{t("system.cpu")}</Table.Th>
          <Table.Th>{t("system.memory")}</Table.Th>
          <Table.Th>{t("system.children")}</Table.Th>
          <Table.Th>{t("system.answers")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs.map(({ thread_id, process }) => (
          <Table.Tr key={thread_id}>
            <Table.Td>
              <Anchor component={Link} to={`/runs/${thread_id}?tab=metrics`} className="ren-break">
                {thread_id}
              </Anchor>
            </Table.Td>
            <Table.Td data-label={t("system.pid")}>{process?.pid ?? "–"}</Table.Td>
            <Table.Td data-label={t("system.cpu")}>
              {process?.cpu_percent == null ? "–" : `${format.number(process.cpu_percent)} %`}
            </Table.Td>
            <Table.Td data-label={t("system.memory")}>
              {process?.rss_mb == null ? "–" : format.bytes(process.rss_mb * MIB)}
            </Table.Td>
            <Table.Td data-label={t("system.children")}>{process?.children ?? "–"}</Table.Td>
            <Table.Td data-label={t("system.answers")}>
              {process?.responsive ? t("common.yes") : t("common.no")}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
