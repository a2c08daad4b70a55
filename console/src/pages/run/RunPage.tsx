import { Grid, Stack } from "@mantine/core";
import { useCallbackRef } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { versionQuery } from "~/api/queries";
import type { Run } from "~/api/types";
import { Card } from "~/components/Card";
import { ConnectionNotice } from "~/components/ConnectionNotice";
import { ProblemAlert } from "~/components/ProblemAlert";
import { runName } from "~/components/RunName";
import { Waiting } from "~/components/Waiting";
import { fraction } from "~/format/eta";
import { FlowPicture } from "~/graph/FlowPicture";
import { Connected } from "~/live/connected";
import { type RunLive, useRun, useRunLive } from "~/live/useRunLive";
import { useTabProgress } from "~/live/useTabProgress";
import { NodeNames } from "~/names/nodeNames";
import { useSearch } from "~/url/search";
import { NotShown } from "./NotShown";
import { RunHeader } from "./RunHeader";
import { RunTabs } from "./RunTabs";
import { SEARCH } from "./selection";
import { Timeline } from "./timeline/Timeline";

/** One run: see it, steer it. */
export function RunPage() {
  const { threadId = "" } = useParams();
  // Another run is another page: nothing of the one before may linger.
  return <LivePage key={threadId} id={threadId} />;
}

function LivePage({ id }: { id: string }) {
  const live = useRunLive(id);
  const { data, error } = useRun(id);
  if (data !== undefined) return <Shown run={data} live={live} />;
  return error ? <NotShown error={error} /> : <Waiting lines={8} />;
}

const HEIGHTS = [220, 430] as const;

const TAB_LOOKS: Partial<Record<Run["status"], "running" | "failed" | "waiting">> = {
  pending: "waiting",
  running: "running",
  recovering: "waiting",
  interrupted: "waiting",
  error: "failed",
};

function Shown({ run, live }: { run: Run; live: RunLive }) {
  const [search, setSearch] = useSearch(SEARCH);
  // Always the same function: another tab draws neither the graph nor the timeline anew.
  const select = useCallbackRef((node: string | undefined) => setSearch({ node }));
  const node = search.node ?? run.error?.node ?? undefined;
  const share = run.status === "finished" ? 1 : fraction(run.progress);
  // A drawing goes from left to right, as far as its author liked.
  const isWide = useQuery(versionQuery(run.flow_id, run.version, run.machine)).data?.format === "bpmn";
  useTabProgress(runName(run), run.status in TAB_LOOKS ? share : null, TAB_LOOKS[run.status] ?? null);
  return (
    <Connected value={live.connection !== "lost"}>
      <NodeNames nodes={run.nodes}>
        <Stack>
          <ConnectionNotice state={live.connection} />
          <RunHeader run={run} search={search} setSearch={setSearch} />
          {isWide && <Graph run={run} selected={node} onSelect={select} />}
          <Grid>
            <Grid.Col span={{ base: 12, lg: 5 }} order={{ base: 2, lg: 1 }}>
              <Stack>
                {!isWide && <Graph run={run} selected={node} onSelect={select} />}
                <Timeline run={run} selected={node} onSelect={select} />
              </Stack>
            </Grid.Col>
            <Grid.Col span={{ base: 12, lg: 7 }} order={{ base: 1, lg: 2 }}>
              <RunTabs run={run} live={live} search={search} setSearch={setSearch} />
            </Grid.Col>
          </Grid>
        </Stack>
      </NodeNames>
    </Connected>
  );
}

interface GraphProps {
  run: Run;
  selected: string | undefined;
  onSelect: (node: string | undefined) => void;
}

const Graph = memo(function Graph({ run, selected, onSelect }: GraphProps) {
  const { t } = useTranslation();
  const { data, error } = useQuery(versionQuery(run.flow_id, run.version, run.machine));
  return (
    <Card title={t("flows.graph")} p="sm">
      <ProblemAlert error={error} />
      {data && (
        <FlowPicture version={data} run={run} selected={selected} onSelect={onSelect} heights={HEIGHTS} />
      )}
    </Card>
  );
});
