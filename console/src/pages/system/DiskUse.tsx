import { Anchor, Table, Text } from "@mantine/core";
import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { runQuery, runsQuery } from "~/api/queries";
import type { Run } from "~/api/types";
import { Card } from "~/components/Card";
import { StatusBadge } from "~/components/StatusBadge";
import { useFormat } from "~/format/useFormat";

const NEWEST = 20;
const MIB = 1024 * 1024;
const FRESH_MS = 60_000;

/** What the folders of the newest runs take, the largest first. */
export function DiskUse() {
  const { t } = useTranslation();
  const newest = useInfiniteQuery(runsQuery({}, NEWEST));
  const ids = newest.data?.pages[0]?.items.map((run) => run.thread_id) ?? [];
  const runs = useQueries({
    queries: ids.map((id) => ({ ...runQuery(id), staleTime: FRESH_MS })),
    combine: (all) => all.flatMap(({ data }) => data ?? []),
  });
  const sorted = runs.toSorted((one, other) => size(other) - size(one));
  return (
    <Card
      title={t("system.diskUse")}
      aside={
        <Text size="sm" c="dimmed">
          {t("system.newestRuns", { count: NEWEST })}
        </Text>
      }
    >
      {sorted.length === 0 ? <Text c="dimmed">{t("runs.none")}</Text> : <DiskTable runs={sorted} />}
    </Card>
  );
}

function DiskTable({ runs }: { runs: Run[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Table className="ren-table">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("runs.run")}</Table.Th>
          <Table.Th>{t("runs.status")}</Table.Th>
          <Table.Th>{t("run.disk")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs.map((run) => (
          <Table.Tr key={run.thread_id}>
            <Table.Td>
              <Anchor component={Link} to={`/runs/${run.thread_id}?tab=artifacts`} className="ren-break">
                {run.thread_id}
              </Anchor>
            </Table.Td>
            <Table.Td>
              <StatusBadge status={run.status} reason={run.reason} />
            </Table.Td>
            <Table.Td data-label={t("run.disk")}>
              {run.disk_mb === null ? t("system.manyFiles") : format.bytes(run.disk_mb * MIB)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** A folder with too many files to be looked at is likely large. */
function size(run: Run): number {
  return run.disk_mb ?? Number.POSITIVE_INFINITY;
}
