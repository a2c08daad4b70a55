import { Text } from "@mantine/core";
import { type UseQueryResult, useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { runQuery, runsQuery } from "~/api/queries";
import type { Run } from "~/api/types";
import { Card } from "~/components/Card";
import { DataTable } from "~/components/DataTable";
import { RunName } from "~/components/RunName";
import { StatusBadge } from "~/components/StatusBadge";
import { MIB } from "~/format/figures";
import { useFormat } from "~/format/useFormat";

const NEWEST = 20;
/** To weigh a folder, the server looks at each of its files: seldom, and only these. */
const LOOK_MS = 60_000;

/** What the folders of the newest runs take, the largest first. */
export function DiskUse() {
  const { t } = useTranslation();
  const format = useFormat();
  const newest = useInfiniteQuery(runsQuery({})).data?.pages[0]?.items.slice(0, NEWEST) ?? [];
  const weights = useQueries({
    queries: newest.map(({ thread_id }) => ({
      ...runQuery(thread_id),
      staleTime: LOOK_MS,
      refetchInterval: LOOK_MS,
    })),
    combine: weightsOf,
  });
  const weighed = newest.filter(({ thread_id }) => thread_id in weights);
  // A folder with too many files to be looked at is likely large.
  const weightOf = (id: string) => weights[id] ?? Number.POSITIVE_INFINITY;
  return (
    <Card
      title={t("system.diskUse")}
      aside={
        <Text size="sm" c="dimmed">
          {t("system.newestRuns", { count: NEWEST })}
        </Text>
      }
    >
      {weighed.length === 0 ? (
        <Text c="dimmed">{t("runs.none")}</Text>
      ) : (
        <DataTable
          rows={weighed.toSorted((one, other) => weightOf(other.thread_id) - weightOf(one.thread_id))}
          rowKey={(run) => run.thread_id}
          columns={[
            {
              name: t("runs.run"),
              cell: (run) => <RunName run={run} query="?tab=artifacts" className="ren-break" />,
              isPlain: true,
            },
            {
              name: t("runs.status"),
              cell: (run) => <StatusBadge status={run.status} reason={run.reason} />,
              isPlain: true,
            },
            {
              name: t("run.disk"),
              cell: (run) => {
                const weight = weightOf(run.thread_id);
                return Number.isFinite(weight) ? format.bytes(weight * MIB) : t("system.manyFiles");
              },
            },
          ]}
        />
      )}
    </Card>
  );
}

function weightsOf(runs: Array<UseQueryResult<Run>>): Record<string, number | null> {
  return Object.fromEntries(runs.flatMap(({ data }) => (data ? [[data.thread_id, data.disk_mb]] : [])));
}
