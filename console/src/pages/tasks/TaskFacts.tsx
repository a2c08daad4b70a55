import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Task } from "~/api/types";
import { Deadline } from "~/components/Deadline";
import { Moment } from "~/components/Moment";
import { RunName } from "~/components/RunName";
import { FlowLabel } from "~/names/FlowLabel";
import { NodeOfRun } from "~/names/nodeNames";
import { runOf } from "./words";

/** Whose task it is, of which run and step, since when and until when. */
export function TaskFacts({ task, hasRun = true }: { task: Task; hasRun?: boolean }) {
  const { t } = useTranslation();
  return (
    <Group gap="md">
      <Text size="sm" c="dimmed">
        {hasRun && (
          <>
            <RunName run={runOf(task)} inherit className="ren-break" />
            {" · "}
          </>
        )}
        <FlowLabel run={task} hasVersion={false} />
        {task.node_id !== null && (
          <>
            {" · "}
            <NodeOfRun run={task} id={task.node_id} />
          </>
        )}
      </Text>
      {task.assignee !== null && (
        <Text size="sm" c="dimmed">
          {t("tasks.for", { name: task.assignee })}
        </Text>
      )}
      {task.machine != null && (
        <Text size="sm" c="dimmed">
          {t("tasks.onMachine", { name: task.machine })}
        </Text>
      )}
      <Moment at={task.armed_at} size="sm" c="dimmed" />
      {task.due_at !== null && task.state === "armed" && <Deadline at={task.due_at} size="sm" fw={600} />}
    </Group>
  );
}
