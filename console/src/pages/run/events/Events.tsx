import { Button, Group, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Virtuoso } from "react-virtuoso";
import { ProblemAlert } from "~/components/ProblemAlert";
import { clock } from "~/format/moments";
import { useFormat } from "~/format/useFormat";
import { useStored } from "~/live/useStored";
import { EmptyTab } from "../EmptyTab";
import type { TabProps } from "../tabProps";
import { type Line, linesOf } from "./lines";

const HEIGHT = 480;

/** What happened to the run and is kept, and the frames that came since; a still picture of them on demand. */
export function Events({ run, live, setSearch }: TabProps) {
  const { t } = useTranslation();
  const { signals, error } = useStored(run);
  const [held, setHeld] = useState<readonly Line[] | null>(null);
  const { events } = live.history;
  const now = useMemo(() => linesOf(signals, events), [signals, events]);
  const lines = held ?? now;
  if (lines.length === 0 && !error) {
    return <EmptyTab icon="runs" sentence={t("events.none")} run={run} setSearch={setSearch} />;
  }
  return (
    <>
      <ProblemAlert error={error} />
      <Group justify="space-between" mb="sm">
        <Text size="sm" c="dimmed">
          {t("events.lead")}
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          aria-pressed={held !== null}
          onClick={() => setHeld(held === null ? now : null)}
        >
          {held === null ? t("events.hold") : t("events.goOn")}
        </Button>
      </Group>
      <Virtuoso
        style={{ height: HEIGHT }}
        data={lines}
        computeItemKey={(_, line) => line.key}
        itemContent={(_, line) => <EventLine line={line} />}
        tabIndex={0}
        role="region"
        aria-label={t("run.tabs.events")}
      />
    </>
  );
}

function EventLine({ line }: { line: Line }) {
  const format = useFormat();
  return (
    <div className="ren-log-line" data-stored={line.isStored || undefined} data-wrap>
      <span className="ren-log-time" title={format.moment(line.ts)}>
        {clock(line.ts)}
      </span>
      <span className="ren-log-level">{line.type}</span>
      <span className="ren-log-message">{JSON.stringify(line.data)}</span>
    </div>
  );
}
