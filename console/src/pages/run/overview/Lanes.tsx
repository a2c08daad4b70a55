import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Run } from "~/api/types";
import { DataTable } from "~/components/DataTable";
import { Moment } from "~/components/Moment";
import { Section } from "~/components/Section";

const MOST = 200;

/** The processes for items that the run has on a cluster, or since when it waits for one. */
export function Lanes({ run }: { run: Run }) {
  const { t } = useTranslation();
  const cluster = run.cluster;
  if (!cluster) return null;
  return (
    <Section title={t("overview.lanes")}>
      <Stack gap="xs">
        <Text size="sm" c="dimmed" className="ren-break">
          {t("overview.lanesAt", {
            address: cluster.address,
            count: cluster.lanes.length,
            lost: cluster.lost,
          })}
        </Text>
        {cluster.waiting_since && (
          <Text size="sm" c="dimmed">
            {t("overview.lanesAwaited")} <Moment at={cluster.waiting_since} size="sm" />
          </Text>
        )}
        {cluster.lanes.length > 0 && (
          <DataTable
            rows={cluster.lanes.slice(0, MOST).map((lane, place) => ({ ...lane, place }))}
            rowKey={(lane) => lane.place}
            columns={[
              { name: t("overview.machine"), cell: (lane) => lane.machine || "–" },
              {
                name: t("overview.laneState"),
                cell: (lane) => t(`overview.laneStates.${lane.state}`, lane.state),
              },
              { name: t("overview.laneItems"), cell: (lane) => lane.items },
              { name: t("overview.laneNode"), cell: (lane) => lane.node ?? "–" },
            ]}
          />
        )}
      </Stack>
    </Section>
  );
}
