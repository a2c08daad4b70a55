import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { machinesQuery } from "~/api/queries";
import type { Machine } from "~/api/types";
import { Card } from "~/components/Card";
import { DataTable } from "~/components/DataTable";
import { ProblemAlert } from "~/components/ProblemAlert";
import { useFormat } from "~/format/useFormat";
import { useToldWords } from "~/i18n/told";

/** The machines that this supervisor speaks for; nothing where there is only one. */
export function Machines() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error } = useQuery(machinesQuery());
  if (error === null && (data === undefined || data.items.length < 2)) return null;
  return (
    <Card title={t("system.machines")}>
      <ProblemAlert error={error} />
      <DataTable
        rows={data?.items ?? []}
        rowKey={(machine) => machine.name}
        columns={[
          { name: t("system.machine"), cell: (machine) => machine.name },
          { name: t("system.machineState"), cell: (machine) => <State machine={machine} /> },
          {
            name: t("system.machineSlots"),
            cell: ({ slots }) =>
              slots ? `${format.number(slots.used)} / ${format.number(slots.total)}` : "–",
          },
          {
            name: t("system.machineQueued"),
            cell: ({ queued }) => (queued === null ? "–" : format.number(queued)),
          },
          { name: t("system.version"), cell: (machine) => machine.version ?? "–" },
          { name: t("system.machineUrl"), cell: (machine) => machine.url ?? "–" },
        ]}
      />
    </Card>
  );
}

function State({ machine }: { machine: Machine }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useToldWords()?.errors ?? {};
  if (machine.error === null) return <Text size="sm">{t("system.reachable")}</Text>;
  return (
    <>
      <Text size="sm" fw={600} className="ren-amber">
        {t("system.unreachable")}
      </Text>
      <Text size="sm">{t("system.machineSince", { when: format.moment(machine.since) })}</Text>
      <Text size="sm" c="dimmed" className="ren-break">
        {machine.error.detail} {words[machine.error.code]?.hint ?? machine.error.hint}
      </Text>
    </>
  );
}
