import { Grid, Group, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { checkpointsQuery, stateQuery } from "~/api/queries";
import type { Checkpoint } from "~/api/types";
import { DiffView } from "~/components/json/DiffView";
import { JsonView } from "~/components/json/JsonView";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { clock } from "~/format/moments";
import { useNodeName } from "~/names/nodeNames";
import type { TabProps } from "../tabProps";
import { CheckpointRail } from "./CheckpointRail";
import { checkpointName } from "./checkpointName";

/** The state as it stands and as each checkpoint kept it, and what changed between two of them. */
export function StateTab({ run, search, setSearch }: TabProps) {
  const checkpoints = useInfiniteQuery(checkpointsQuery(run.thread_id));
  const { refetch } = checkpoints;
  const visits = run.nodes.reduce((sum, node) => sum + node.visits, 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another visit or status has another checkpoint
  useEffect(() => void refetch(), [visits, run.status, refetch]);
  const items = checkpoints.data?.pages.flatMap((page) => page.items) ?? [];
  if (checkpoints.error) return <ProblemAlert error={checkpoints.error} />;
  if (checkpoints.isPending) return <Waiting />;
  return (
    <Grid>
      <Grid.Col span={{ base: 12, sm: 4 }}>
        <CheckpointRail
          checkpoints={items}
          selected={search.cp}
          onSelect={(cp) => setSearch({ cp, against: undefined })}
          onMore={checkpoints.hasNextPage ? () => void checkpoints.fetchNextPage() : undefined}
        />
      </Grid.Col>
      <Grid.Col span={{ base: 12, sm: 8 }}>
        <Shown
          runId={run.thread_id}
          checkpoints={items}
          checkpoint={search.cp}
          against={search.against}
          onAgainst={(against) => setSearch({ against })}
        />
      </Grid.Col>
    </Grid>
  );
}

interface ShownProps {
  runId: string;
  checkpoints: Checkpoint[];
  checkpoint: string | undefined;
  against: string | undefined;
  onAgainst: (checkpoint: string | undefined) => void;
}

function Shown({ runId, checkpoints, checkpoint, against, onAgainst }: ShownProps) {
  const { t } = useTranslation();
  const nameOf = useNodeName();
  const [wanted, setWanted] = useState<"diff" | "values">();
  const mode = wanted ?? (checkpoint === undefined ? "values" : "diff");
  const chosen = checkpoints.find((each) => each.checkpoint_id === checkpoint);
  // As it stands now it differs from the newest checkpoint by updates that were given to the node at hand.
  const previous =
    checkpoint === undefined ? checkpoints[0]?.checkpoint_id : (chosen?.parent_id ?? undefined);
  const base = against ?? previous;
  const { data, error } = useQuery(stateQuery(runId, checkpoint));
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs">
        <SegmentedControl
          size="xs"
          aria-label={t("state.mode")}
          value={mode}
          onChange={(value) => setWanted(value as typeof mode)}
          data={[
            { value: "diff", label: t("state.diff") },
            { value: "values", label: t("state.values") },
          ]}
        />
        {mode === "diff" && (
          <Select
            size="xs"
            aria-label={t("state.against")}
            placeholder={t("state.against")}
            clearable={against !== undefined}
            data={checkpoints.map((each) => ({
              value: each.checkpoint_id,
              label: `${checkpointName(each, nameOf, t)} · ${clock(each.ts)}`,
            }))}
            value={base ?? null}
            onChange={(value) => onAgainst(value ?? undefined)}
          />
        )}
      </Group>
      <ProblemAlert error={error} />
      {data === undefined ? (
        <Waiting />
      ) : mode === "values" ? (
        <JsonView value={data.values} />
      ) : (
        <Difference runId={runId} base={base} after={data.values} />
      )}
      {data?.truncated && (
        <Text size="sm" c="dimmed">
          {t("state.truncated")}
        </Text>
      )}
    </Stack>
  );
}

const NOTHING = {};

function Difference({ runId, base, after }: { runId: string; base: string | undefined; after: object }) {
  const { data, error } = useQuery({ ...stateQuery(runId, base), enabled: base !== undefined });
  if (error) return <ProblemAlert error={error} />;
  if (base === undefined) return <DiffView before={NOTHING} after={after} />;
  return data === undefined ? <Waiting /> : <DiffView before={data.values} after={after} />;
}
