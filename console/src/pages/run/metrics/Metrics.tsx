import { SimpleGrid, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { seriesQuery } from "~/api/queries";
import type { Process } from "~/api/types";
import { Waiting } from "~/components/Waiting";
import { MIB } from "~/format/figures";
import { useFormat } from "~/format/useFormat";
import { joinedSamples } from "~/live/history";
import { EmptyTab } from "../EmptyTab";
import type { TabProps } from "../tabProps";
import { Chart } from "./Chart";
import { Stacks } from "./Stacks";

/** What the worker uses, and how fast it is, over time. */
export function Metrics({ run, live, setSearch }: TabProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const past = useQuery(seriesQuery(run.thread_id));
  const samples = useMemo(
    () => joinedSamples(past.data, live.history.samples),
    [past.data, live.history.samples],
  );
  if (past.isPending) return <Waiting />;
  if (samples.length < 2 && run.process === null) {
    return <EmptyTab icon="chip" sentence={t("metrics.none")} run={run} setSearch={setSearch} />;
  }
  const times = samples.map((each) => each.at);
  return (
    <Stack>
      {run.process && <Now process={run.process} />}
      {run.process && <Stacks runId={run.thread_id} />}
      <Chart
        title={t("metrics.cpu")}
        times={times}
        values={samples.map((each) => each.cpu)}
        format={(value) => `${format.number(value)} %`}
      />
      <Chart
        title={t("metrics.memory")}
        times={times}
        values={samples.map((each) => each.rss)}
        format={(value) => format.bytes(value * MIB)}
      />
      <Chart
        title={t("metrics.rate")}
        times={times}
        values={samples.map((each) => each.rate)}
        format={format.rate}
      />
      <Text size="xs" c="dimmed">
        {t("metrics.since")}
      </Text>
    </Stack>
  );
}

function Now({ process }: { process: Process }) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts: Array<[string, string]> = [
    [t("system.pid"), String(process.pid)],
    [t("system.cpu"), process.cpu_percent === null ? "–" : `${format.number(process.cpu_percent)} %`],
    [t("system.memory"), process.rss_mb === null ? "–" : format.bytes(process.rss_mb * MIB)],
    [t("metrics.threads"), process.threads === null ? "–" : String(process.threads)],
    [t("system.children"), process.children === null ? "–" : String(process.children)],
    [t("system.uptime"), format.span(process.uptime_s)],
  ];
  return (
    <SimpleGrid cols={{ base: 2, xs: 3 }} spacing="xs">
      {facts.map(([name, value]) => (
        <div key={name}>
          <Text size="xs" c="dimmed">
            {name}
          </Text>
          <Text fw={600}>{value}</Text>
        </div>
      ))}
    </SimpleGrid>
  );
}
