import { Alert, List, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useResume } from "~/api/commands";
import { flowQuery, moveQuery } from "~/api/queries";
import type { Run } from "~/api/types";
import { ConfirmButton } from "~/components/ConfirmButton";
import { Icon } from "~/components/icons";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";

/** Lets a run that stands still go on with the version that is published now, if that is a newer one. */
export function MoveRun({ run }: { run: Run }) {
  const { t } = useTranslation();
  const { data: flow } = useQuery(flowQuery(run.flow_id, run.machine));
  const resume = useResume(run.thread_id);
  const version = flow?.published_version ?? 0;
  if (version <= run.version) return null;
  return (
    <ConfirmButton
      variant="default"
      leftSection={<Icon name="play" />}
      label={t("move.action", { version })}
      title={t("move.title", { version })}
      confirm={t("move.action", { version })}
      command={{ ...resume, mutateAsync: () => resume.mutateAsync({ version }) }}
    >
      <MovePlan run={run} version={version} />
    </ConfirmButton>
  );
}

/** What the other version changes for the run, and what it enters again. */
function MovePlan({ run, version }: { run: Run; version: number }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({ ...moveQuery(run.thread_id, version), refetchOnMount: "always" });
  if (error) return <ProblemAlert error={error} />;
  if (data === undefined) return <Waiting />;
  const lines = [
    ...data.nodes.map((each) => t(`move.node.${each.change}`, { name: each.name })),
    ...data.functions.map((each) => t(`move.function.${each.change}`, { name: each.name })),
    ...data.parameters.map((each) =>
      t(`move.parameter.${each.change}`, { name: each.name, function: each.function }),
    ),
    ...data.runs_again.map((node) => t("move.again", { node })),
  ];
  return (
    <Stack gap="xs">
      <Text size="sm">{t("move.explain")}</Text>
      {lines.length > 0 && (
        <List size="sm">
          {lines.map((line) => (
            <List.Item key={line} className="ren-break">
              {line}
            </List.Item>
          ))}
        </List>
      )}
      {data.problems.length > 0 && (
        <Alert color="red" title={t("move.cannot")}>
          {data.problems.map((each) => each.detail).join(" ")}
        </Alert>
      )}
    </Stack>
  );
}
