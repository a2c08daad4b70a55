import { Anchor, Button, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { flowsQuery, runsQuery, systemQuery } from "~/api/queries";
import type { RunSummary } from "~/api/types";
import { Card } from "~/components/Card";
import { Empty } from "~/components/Empty";
import { PageHead } from "~/components/PageHead";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { MIB } from "~/format/figures";
import { secondsSince } from "~/format/moments";
import { useFormat } from "~/format/useFormat";
import { useTasks } from "~/live/useTasks";
import { useTick } from "~/live/useTick";
import { FlowFiles } from "~/pages/flows/FlowFiles";
import { FlowList } from "./FlowList";
import { RunLine } from "./RunLine";
import { RunningCard } from "./RunningCard";
import { SampleButton } from "./SampleButton";
import { TaskLine } from "./TaskLine";

const ACTIVE = "pending,running,recovering";
const WEEK_SECONDS = 7 * 86_400;
const MOST = 8;

/** What is going on, what waits for somebody, what broke. */
export function HomePage() {
  const { t } = useTranslation();
  const active = useInfiniteQuery(runsQuery({ status: ACTIVE }));
  const running = active.data?.pages[0]?.items ?? [];
  const flows = useQuery(flowsQuery()).data?.items;
  const untouched = flows?.length === 0 && running.length === 0;
  return (
    <>
      <PageHead title={t("nav.home")} lead={t("home.lead")} />
      <ProblemAlert error={active.error} />
      {untouched ? (
        <Stack>
          <Card>
            <Empty
              icon="flow"
              sentence={t("home.empty")}
              action={<SampleButton />}
              command="renflow run hello --input name=Ada"
            />
          </Card>
          <FlowFiles />
        </Stack>
      ) : (
        <Stack>
          <Card title={t("home.running")} aside={<MoreLink to="/runs?view=active" />}>
            {active.data === undefined ? <Waiting /> : <Running runs={running} />}
          </Card>
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            <Tasks />
            <Failed />
            <Card title={t("home.flows")} aside={<MoreLink to="/flows" />}>
              <FlowList flows={flows?.slice(0, MOST)} />
            </Card>
            <Machine />
          </SimpleGrid>
          <FlowFiles />
        </Stack>
      )}
    </>
  );
}

function MoreLink({ to }: { to: string }) {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to={to} size="sm">
      {t("home.all")}
    </Anchor>
  );
}

function Running({ runs }: { runs: RunSummary[] }) {
  const { t } = useTranslation();
  if (runs.length === 0) {
    return (
      <Empty
        icon="play"
        sentence={t("home.nothingRuns")}
        action={
          <Button component={Link} to="/flows">
            {t("home.startOne")}
          </Button>
        }
        command="renflow run FLOW"
      />
    );
  }
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      {runs.slice(0, MOST).map((run) => (
        <RunningCard key={run.thread_id} run={run} />
      ))}
    </SimpleGrid>
  );
}

function Tasks() {
  const { t } = useTranslation();
  const { tasks } = useTasks();
  return (
    <Card title={t("home.questions")} aside={<MoreLink to="/tasks" />}>
      {tasks.length === 0 ? (
        <Text c="dimmed">{t("tasks.none")}</Text>
      ) : (
        <Stack gap={0}>
          {tasks.slice(0, MOST).map((task) => (
            <TaskLine key={`${task.thread_id} ${task.key}`} task={task} />
          ))}
        </Stack>
      )}
    </Card>
  );
}

function Failed() {
  const { t } = useTranslation();
  const now = useTick();
  const { data } = useInfiniteQuery(runsQuery({ status: "error" }));
  const recent = data?.pages[0]?.items.filter(
    (run) => secondsSince(run.times.last_event_at, now) < WEEK_SECONDS,
  );
  return (
    <Card title={t("home.failed")} aside={<MoreLink to="/runs?view=failed" />}>
      <RunLines runs={recent} none={t("home.nothingFailed")} />
    </Card>
  );
}

function RunLines({ runs, none }: { runs: RunSummary[] | undefined; none: string }) {
  if (runs === undefined) return <Waiting lines={2} />;
  if (runs.length === 0) return <Text c="dimmed">{none}</Text>;
  return (
    <Stack gap={0}>
      {runs.slice(0, MOST).map((run) => (
        <RunLine key={run.thread_id} run={run} />
      ))}
    </Stack>
  );
}

function Machine() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(systemQuery());
  return (
    <Card title={t("home.machine")} aside={<MoreLink to="/system" />}>
      {data === undefined ? (
        <Waiting lines={2} />
      ) : (
        <Stack gap="xs">
          <Group gap="xs">
            <Text c="dimmed">{t("system.diskFree")}</Text>
            <Text fw={600}>{format.bytes(data.disk_free_mb * MIB)}</Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Text c="dimmed" className="ren-nowrap">
              {t("system.home")}
            </Text>
            <Text ff="monospace" size="sm" truncate title={data.home}>
              {data.home}
            </Text>
          </Group>
          <Text c="dimmed" size="sm">
            {t("system.activeOf", { active: data.workers.active, most: data.workers.max_active })}
          </Text>
        </Stack>
      )}
    </Card>
  );
}
