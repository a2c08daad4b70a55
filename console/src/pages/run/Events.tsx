import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Virtuoso } from "react-virtuoso";
import { Empty } from "~/components/Empty";
import { clock } from "~/format/moments";
import type { RunEvent } from "~/live/events";
import type { TabProps } from "./RunTabs";

const HEIGHT = 480;

/** The frames as they came while the page was open, newest first; a still picture of them on demand. */
export function Events({ live }: TabProps) {
  const { t } = useTranslation();
  const [held, setHeld] = useState<readonly RunEvent[] | null>(null);
  const events = (held ?? live.history.events).toReversed();
  if (events.length === 0) return <Empty icon="runs" sentence={t("events.none")} />;
  return (
    <>
      <Group justify="space-between" mb="sm">
        <Text size="sm" c="dimmed">
          {t("events.lead")}
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          aria-pressed={held !== null}
          onClick={() => setHeld(held === null ? live.history.events : null)}
        >
          {held === null ? t("events.hold") : t("events.goOn")}
        </Button>
      </Group>
      <Virtuoso
        style={{ height: HEIGHT }}
        data={events}
        computeItemKey={(_, event) => event.seq}
        itemContent={(_, event) => <EventLine event={event} />}
        tabIndex={0}
        role="region"
        aria-label={t("run.tabs.events")}
      />
    </>
  );
}

function EventLine({ event }: { event: RunEvent }) {
  return (
    <div className="ren-log-line" data-wrap>
      <span className="ren-log-time">{clock(event.ts)}</span>
      <span className="ren-log-level">{event.type}</span>
      <span className="ren-log-message">{JSON.stringify(event.data)}</span>
    </div>
  );
}
