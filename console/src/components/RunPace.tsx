import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Run } from "~/api/types";
import { etaRange } from "~/format/eta";
import { secondsSince } from "~/format/moments";
import { useFormat } from "~/format/useFormat";
import { useTick } from "~/live/useTick";

const MIB = 1024 * 1024;

/** How fast a run is, how long it took, how long it may take yet, and what it takes of the disk. */
export function RunPace({ run }: { run: Run }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isActive = run.status === "running" || run.status === "recovering";
  const now = useTick(isActive);
  const node = run.nodes.find((each) => each.id === run.progress.node);
  const elapsed = node?.started_at ? secondsSince(node.started_at, now) : null;
  const range = isActive ? etaRange(run.progress, elapsed) : null;
  const duration = runSeconds(run, isActive ? now : null);
  return (
    <Group gap="md" className="ren-pace">
      {duration !== null && <Fact name={t("run.duration")} value={format.span(duration)} />}
      {isActive && run.progress.rate !== null && (
        <Fact name={t("run.rate")} value={format.rate(run.progress.rate)} />
      )}
      {isActive && (
        <Fact name={t("run.left")} value={range === null ? t("run.noEstimate") : format.spanRange(range)} />
      )}
      {run.disk_mb !== null && <Fact name={t("run.disk")} value={format.bytes(run.disk_mb * MIB)} />}
    </Group>
  );
}

/** How long a run is under way; `now` while that grows. */
function runSeconds(run: Run, now: number | null): number | null {
  if (run.times.started_at === null) return null;
  return now === null ? run.times.duration_s : secondsSince(run.times.started_at, now);
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <Text size="sm" span>
      <Text c="dimmed" span inherit>
        {name}
      </Text>{" "}
      <Text fw={600} span inherit>
        {value}
      </Text>
    </Text>
  );
}
