import { Alert, SimpleGrid, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { systemQuery } from "~/api/queries";
import type { System } from "~/api/types";
import { Card } from "~/components/Card";
import { Icon } from "~/components/icons";
import { PageHead } from "~/components/PageHead";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { MIB } from "~/format/figures";
import { useFormat } from "~/format/useFormat";
import { useToldWords } from "~/i18n/told";
import { DiskUse } from "./DiskUse";
import { EnvironmentDisk } from "./EnvironmentDisk";
import { Facts } from "./Facts";
import { Hooks } from "./Hooks";
import { Machines } from "./Machines";
import { Processes } from "./Processes";
import { Retention } from "./Retention";
import { Settings } from "./Settings";

/** The supervisor, its machine, the processes at work, and what will bite. */
export function SystemPage() {
  const { t } = useTranslation();
  const { data, error } = useQuery(systemQuery());
  return (
    <>
      <PageHead title={t("nav.system")} />
      <ProblemAlert error={error} />
      {data === undefined ? (
        <Waiting />
      ) : (
        <Stack>
          <Warnings system={data} />
          <Machines />
          <Processes system={data} />
          <Figures system={data} />
          <Retention />
          <Hooks />
          <DiskUse />
          <EnvironmentDisk />
          <Settings system={data} />
        </Stack>
      )}
    </>
  );
}

function Warnings({ system }: { system: System }) {
  const { t } = useTranslation();
  const words = useToldWords()?.checks ?? {};
  return (
    <Card title={t("system.health")}>
      {system.warnings.length === 0 ? (
        <Text size="sm">{t("system.healthy")}</Text>
      ) : (
        <Stack gap="sm">
          {system.warnings.map((each) => (
            <Alert
              key={each.check}
              color={each.verdict === "warning" ? "yellow" : "red"}
              variant="light"
              icon={<Icon name="alert" />}
              title={words[each.check]?.title ?? each.check}
            >
              <Text size="sm">{words[each.check]?.hint}</Text>
              <Text size="sm" c={words[each.check] && "dimmed"}>
                {each.detail}
              </Text>
              {!words[each.check] && (
                <Text size="sm" mt={4}>
                  {each.hint}
                </Text>
              )}
            </Alert>
          ))}
        </Stack>
      )}
      <Text size="sm" c="dimmed" mt="sm">
        {t("system.doctor")} <code>renflow doctor</code>
      </Text>
    </Card>
  );
}

function Figures({ system }: { system: System }) {
  const { t } = useTranslation();
  const format = useFormat();
  const machine: Array<[string, string]> = [
    [
      t("system.diskFree"),
      t("system.diskOf", {
        free: format.bytes(system.disk_free_mb * MIB),
        total: format.bytes(system.disk_total_mb * MIB),
      }),
    ],
    [t("system.home"), system.home],
    [t("system.flows"), system.flows],
    [t("system.platform"), system.platform],
    [t("system.cores"), format.number(system.cpu_count)],
  ];
  const supervisor: Array<[string, string]> = [
    [t("system.version"), system.version],
    [t("system.uptime"), format.span(system.uptime_s)],
    [t("system.pid"), String(system.pid)],
    [t("system.memory"), system.rss_mb === null ? "–" : format.bytes(system.rss_mb * MIB)],
    ["Python", system.python],
    ["SQLite", system.sqlite],
  ];
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      <Facts title={t("system.machine")} rows={machine} />
      <Facts title={t("system.supervisor")} rows={supervisor} />
    </SimpleGrid>
  );
}
