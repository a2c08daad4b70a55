import { Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { environmentsQuery } from "~/api/queries";
import { Card } from "~/components/Card";
import { DataTable } from "~/components/DataTable";
import { Moment } from "~/components/Moment";
import { MIB } from "~/format/figures";
import { useFormat } from "~/format/useFormat";

const SHORT = 12;

/** What the environments of flows take, the largest first; nothing where no flow has one. */
export function EnvironmentDisk() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(environmentsQuery());
  const built = data?.items.filter(({ state }) => state === "built") ?? [];
  if (built.length === 0) return null;
  const whole = built.reduce((sum, each) => sum + (each.size_mb ?? 0), 0);
  return (
    <Card
      title={t("system.environmentDisk")}
      aside={
        <Text size="sm" c="dimmed">
          {t("system.environmentsTake", { size: format.bytes(whole * MIB) })}
        </Text>
      }
    >
      <DataTable
        rows={built.toSorted((one, other) => (other.size_mb ?? 0) - (one.size_mb ?? 0))}
        rowKey={(each) => each.hash}
        columns={[
          {
            name: t("system.environment"),
            cell: (each) => (
              <Anchor component={Link} to="/library?tab=environments" ff="monospace" size="sm">
                {each.hash.slice(0, SHORT)}
              </Anchor>
            ),
          },
          { name: "Python", cell: (each) => each.python ?? "–" },
          {
            name: t("system.environmentFlows"),
            cell: (each) => [...new Set(each.versions.map(({ flow_id }) => flow_id))].join(", ") || "–",
          },
          {
            name: t("library.usedAt"),
            cell: (each) => (each.used_at ? <Moment at={each.used_at} size="sm" /> : "–"),
          },
          {
            name: t("run.disk"),
            cell: (each) => (each.size_mb === null ? "–" : format.bytes(each.size_mb * MIB)),
          },
        ]}
      />
    </Card>
  );
}
