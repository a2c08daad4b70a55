import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import type { RunSummary } from "~/api/types";
import { ProblemAlert } from "~/components/ProblemAlert";
import { runName } from "~/components/RunName";
import { StatusBadge } from "~/components/StatusBadge";
import { useFormat } from "~/format/useFormat";
import { FlowLabel } from "~/names/FlowLabel";

/** Why a run cannot be shown; and how it stood when its machine was heard last, if that is why. */
export function NotShown({ error }: { error: Error }) {
  const { t } = useTranslation();
  if (!(error instanceof ApiError) || error.problem.code !== "MACHINE_UNREACHABLE") {
    return <ProblemAlert error={error} />;
  }
  const run = (error.problem as { last_known?: RunSummary }).last_known;
  return (
    <Stack>
      {run && <LastKnown run={run} />}
      <ProblemAlert error={error} title={t("run.machineUnreachable")} />
    </Stack>
  );
}

function LastKnown({ run }: { run: RunSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Paper withBorder p="md" className="ren-card">
      <Title order={1} className="ren-break">
        <bdi>{runName(run)}</bdi>
      </Title>
      <Text size="sm" c="dimmed" className="ren-break">
        {run.thread_id} · <FlowLabel run={run} /> · {t("run.onMachine", { name: run.machine })}
      </Text>
      <Group gap="sm" mt="sm">
        <StatusBadge status={run.status} reason={run.reason} size="md" />
        {run.unreachable_since && (
          <Text size="sm">{t("runs.unreachableSince", { when: format.moment(run.unreachable_since) })}</Text>
        )}
      </Group>
    </Paper>
  );
}
