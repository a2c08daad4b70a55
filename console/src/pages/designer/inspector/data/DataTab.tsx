import { Anchor, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { runQuery, stateQuery } from "~/api/queries";
import { JsonView } from "~/components/json/JsonView";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { lastVisit } from "./lastVisit";
import { recentCheckpointsQuery } from "./queries";

interface DataTabProps {
  nodeId: string;
  run: string | undefined;
}

/** What a node got and gave when the flow ran last. */
export function DataTab({ nodeId, run }: DataTabProps) {
  const { t } = useTranslation();
  if (run === undefined) return <Text c="dimmed">{t("inspector.noRun")}</Text>;
  return <Visited nodeId={nodeId} run={run} />;
}

function Visited({ nodeId, run }: { nodeId: string; run: string }) {
  const { t } = useTranslation();
  const { data: checkpoints, error } = useQuery(recentCheckpointsQuery(run));
  if (error) return <ProblemAlert error={error} />;
  if (checkpoints === undefined) return <Waiting />;
  const visit = lastVisit(checkpoints, nodeId);
  const link = (
    <Anchor component={Link} to={`/runs/${run}?node=${encodeURIComponent(nodeId)}`} size="xs">
      {t("inspector.seeRun")}
    </Anchor>
  );
  if (visit === undefined) {
    return (
      <Stack gap="xs">
        <Text c="dimmed">{t("inspector.notVisited")}</Text>
        {link}
      </Stack>
    );
  }
  return (
    <Stack gap="md">
      {link}
      <Values title={t("inspector.got")}>
        {visit.before === undefined ? <Input run={run} /> : <StateOf run={run} checkpoint={visit.before} />}
      </Values>
      <Values title={t("inspector.gave")}>
        {visit.after === undefined ? (
          <Text size="sm" c="dimmed">
            {t("inspector.notEnded")}
          </Text>
        ) : (
          <StateOf run={run} checkpoint={visit.after} keys={visit.changed} />
        )}
      </Values>
    </Stack>
  );
}

function Values({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title}>
      <Title order={3} size="sm" mb={4}>
        {title}
      </Title>
      {children}
    </section>
  );
}

interface StateOfProps {
  run: string;
  checkpoint: string;
  /** Only these keys; none: all. */
  keys?: readonly string[];
}

function StateOf({ run, checkpoint, keys }: StateOfProps) {
  const { t } = useTranslation();
  const { data, error } = useQuery(stateQuery(run, checkpoint));
  if (error) return <ProblemAlert error={error} />;
  if (data === undefined) return <Waiting />;
  const shown =
    keys === undefined
      ? data.values
      : Object.fromEntries(Object.entries(data.values).filter(([key]) => keys.includes(key)));
  if (Object.keys(shown).length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t(keys === undefined ? "inspector.emptyState" : "inspector.gaveNothing")}
      </Text>
    );
  }
  return <JsonView value={shown} />;
}

function Input({ run }: { run: string }) {
  const { data, error } = useQuery(runQuery(run));
  if (error) return <ProblemAlert error={error} />;
  return data === undefined ? <Waiting /> : <JsonView value={data.input} />;
}
