import { Text, UnstyledButton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { memo, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { checkpointsQuery } from "~/api/queries";
import type { Run } from "~/api/types";
import { Card } from "~/components/Card";
import { nodeLook } from "~/components/StatusBadge";
import { useFormat } from "~/format/useFormat";
import { useStored } from "~/live/useStored";
import { useTick } from "~/live/useTick";
import { useNodeName } from "~/names/nodeNames";
import { type Bar, type Lane, timelineOf } from "./bars";
import { marksOf } from "./interruptions";
import { Marks } from "./Marks";

const WIDTH = 1_000;
const HEIGHT = 18;

interface TimelineProps {
  run: Run;
  selected: string | undefined;
  onSelect: (node: string | undefined) => void;
}

/** When each node was at work. */
export const Timeline = memo(function Timeline({ run, selected, onSelect }: TimelineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useNodeName();
  const now = useTick(run.status === "running" || run.status === "recovering");
  const { data } = useInfiniteQuery(checkpointsQuery(run.thread_id));
  const checkpoints = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const { signals } = useStored(run);
  const timeline = timelineOf(run, checkpoints, now);
  if (timeline === null || timeline.lanes.length === 0) return null;
  const seconds = (timeline.to - timeline.from) / 1000;
  return (
    <Card
      title={t("timeline.title")}
      aside={
        <Text size="sm" c="dimmed">
          {format.span(seconds)}
        </Text>
      }
      p="sm"
    >
      <div className="ren-timeline">
        {timeline.lanes.map((lane) => (
          <div key={lane.node} className="ren-lane" data-selected={lane.node === selected || undefined}>
            <UnstyledButton
              className="ren-lane-name"
              aria-pressed={lane.node === selected}
              title={lane.node}
              onClick={() => onSelect(lane.node === selected ? undefined : lane.node)}
            >
              {nameOf(lane.node)}
            </UnstyledButton>
            <Bars lane={lane} name={nameOf(lane.node)} from={timeline.from} to={timeline.to} />
          </div>
        ))}
      </div>
      <Marks marks={marksOf(signals, timeline.from, timeline.to)} from={timeline.from} to={timeline.to} />
    </Card>
  );
});

function Bars({ lane, name, from, to }: { lane: Lane; name: string; from: number; to: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const scale = WIDTH / (to - from);
  const told = lane.bars.reduce((sum, bar) => sum + bar.visits, 0);
  const spent = lane.bars.reduce((sum, bar) => sum + bar.to - bar.from, 0) / 1000;
  const label = t("timeline.lane", { count: told, duration: format.span(spent) });
  return (
    // A flow may have thousands of lanes: the browser's own tip costs nothing until it is shown.
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="ren-bars"
      role="img"
      aria-label={`${name}: ${label}`}
    >
      <title>{label}</title>
      {lane.bars.map((bar) => (
        <BarShape key={`${bar.from} ${bar.status}`} bar={bar} from={from} scale={scale} />
      ))}
    </svg>
  );
}

function BarShape({ bar, from, scale }: { bar: Bar; from: number; scale: number }) {
  const width = Math.max(3, (bar.to - bar.from) * scale);
  const x = Math.min(WIDTH - width, (bar.from - from) * scale);
  return (
    <rect
      x={Math.max(0, x)}
      y={3}
      width={width}
      height={HEIGHT - 6}
      rx={2}
      data-colour={nodeLook(bar.status).colour}
    />
  );
}
