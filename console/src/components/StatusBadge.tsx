import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Reason, RunStatus } from "~/api/types";
import { Icon, type IconName } from "./icons";

export interface Look {
  icon: IconName;
  colour: string;
  spin?: boolean;
}

const RUN_LOOKS: Record<RunStatus, Look> = {
  pending: { icon: "clock", colour: "grey" },
  running: { icon: "refresh", colour: "blue", spin: true },
  interrupted: { icon: "pause", colour: "amber" },
  recovering: { icon: "refresh", colour: "amber", spin: true },
  finished: { icon: "check", colour: "green" },
  error: { icon: "cross", colour: "red" },
  cancelled: { icon: "ban", colour: "grey" },
};

const NODE_LOOKS: Record<string, Look> = {
  waiting: { icon: "clock", colour: "grey" },
  running: RUN_LOOKS.running,
  paused: RUN_LOOKS.interrupted,
  finished: RUN_LOOKS.finished,
  failed: RUN_LOOKS.error,
  skipped: { icon: "skip", colour: "grey" },
  cancelled: RUN_LOOKS.cancelled,
};

const UNKNOWN: Look = { icon: "question", colour: "grey" };
/** Of an interrupted run: what it waits for says more than that it does. */
const REASON_LOOKS: Partial<Record<Reason, Look>> = {
  question: { icon: "question", colour: "amber" },
  form: { icon: "edit", colour: "amber" },
  waiting: { icon: "clock", colour: "amber" },
};

export function nodeLook(status: string): Look {
  return NODE_LOOKS[status] ?? UNKNOWN;
}

/** What an interrupted run waits for, if it does: that says more than its status. */
function awaited(status: RunStatus, reason: Reason | null): Reason | null {
  return status === "interrupted" && reason !== null && REASON_LOOKS[reason] !== undefined ? reason : null;
}

/** Where the word for how a run stands is among the texts. */
export function statusWord(status: RunStatus, reason: Reason | null) {
  return `status.${awaited(status, reason) ?? status}` as const;
}

interface StatusProps {
  status: RunStatus;
  reason?: Reason | null;
  size?: "sm" | "md";
}

/** A run's status: icon, word and colour. */
export function StatusBadge({ status, reason = null, size = "sm" }: StatusProps) {
  const { t } = useTranslation();
  const waits = awaited(status, reason);
  const look = (waits === null ? undefined : REASON_LOOKS[waits]) ?? RUN_LOOKS[status];
  return <Shown look={look} word={t(statusWord(status, reason))} size={size} />;
}

export function NodeStatusBadge({ status }: { status: string }) {
  const { t } = useTranslation();
  return (
    <Shown look={nodeLook(status)} word={t(`nodeStatus.${status}`, { defaultValue: status })} size="sm" />
  );
}

function Shown({ look, word, size }: { look: Look; word: string; size: "sm" | "md" }) {
  return (
    <Group
      component="span"
      className="ren-status"
      data-colour={look.colour}
      data-size={size}
      gap={6}
      wrap="nowrap"
    >
      <Icon name={look.icon} spin={look.spin ?? false} size={size === "md" ? 16 : 14} />
      <Text component="span" size={size} fw={600} inherit={false} className="ren-nowrap">
        {word}
      </Text>
    </Group>
  );
}
