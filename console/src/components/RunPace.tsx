import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Run, RunSummary } from "~/api/types";
import { etaRange } from "~/format/eta";
import { MIB } from "~/format/figures";
import { secondsSince } from "~/format/moments";
import { useFormat } from "~/format/useFormat";
import { useTick } from "~/live/useTick";

interface RunPaceProps {
  run: RunSummary | Run;
  /** When the node at hand was begun, where that is known. */
  nodeSince?: string | null | undefined;
  diskMb?: number | null;
}

/** How fast a run is, how long it took, how long it may take yet, and what it takes of the disk. */
export function RunPace({ run, nodeSince = null, diskMb = null }: RunPaceProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const isActive = run.status === "running" || run.status === "recovering";
  const now = useTick(isActive);
  const { progress } = run;
  const elapsed = nodeSince === null ? null : secondsSince(nodeSince, now);
  const range = isActive && progress !== null ? etaRange(progress, elapsed) : null;
  const duration = runSeconds(run, isActive ? now : null);
  return (
    <Group gap="md" className="ren-pace">
      {duration !== null && <Fact name={t("run.duration")} value={format.span(duration)} />}
      {isActive && progress !== null && progress.rate !== null && (
        <Fact name={t("run.rate")} value={format.rate(progress.rate)} />
      )}
      {isActive && (
        <Fact name={t("run.left")} value={range === null ? t("run.noEstimate") : format.spanRange(range)} />
      )}
      {diskMb !== null && <Fact name={t("run.disk")} value={format.bytes(diskMb * MIB)} />}
    </Group>
  );
}

/** How long a run is under way; `now` while that grows. */
export function runSeconds({ times }: RunSummary | Run, now: number | null): number | null {
  if (times.started_at === null) return null;
  return now === null ? times.duration_s : secondsSince(times.started_at, now);
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
