import { Anchor, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Task } from "~/api/types";
import { Deadline } from "~/components/Deadline";
import { Moment } from "~/components/Moment";
import { RunName } from "~/components/RunName";
import { FlowLabel } from "~/names/FlowLabel";
import { runOf, taskName, taskPath } from "~/pages/tasks/words";

/** A task in one line: what it is called, since when, until when; below, whose it is. */
export function TaskLine({ task }: { task: Task }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="ren-line">
      <Group gap="sm" wrap="nowrap" justify="space-between">
        <Anchor component={Link} to={taskPath(task)} truncate className="ren-shrink">
          {taskName(task, i18n.language)}
        </Anchor>
        {task.due_at === null ? (
          <Moment at={task.armed_at} size="xs" c="dimmed" className="ren-nowrap" />
        ) : (
          <Deadline at={task.due_at} size="xs" className="ren-nowrap" />
        )}
      </Group>
      <Text size="xs" c="dimmed" truncate>
        <RunName run={runOf(task)} inherit />
        {" · "}
        <FlowLabel run={task} hasVersion={false} />
        {task.assignee !== null && ` · ${t("tasks.for", { name: task.assignee })}`}
      </Text>
    </div>
  );
}
