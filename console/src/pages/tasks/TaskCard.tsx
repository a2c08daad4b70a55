import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { JsonObject, Task } from "~/api/types";
import { Card } from "~/components/Card";
import { wordOf } from "~/components/form/schemaForm";
import { RunName } from "~/components/RunName";
import { AnswerForm } from "./AnswerForm";
import { TaskFacts } from "./TaskFacts";
import { runOf, taskName, taskPath } from "./words";

/** A task in the list: a question is answered here, a form is opened. */
export function TaskCard({ task }: { task: Task }) {
  if (task.kind === "question") {
    return (
      <Card
        title={<RunName run={runOf(task)} inherit className="ren-break" />}
        aside={<TaskFacts task={task} hasRun={false} />}
      >
        <AnswerForm threadId={task.thread_id} question={task.question} />
      </Card>
    );
  }
  return <FormCard task={task} />;
}

function FormCard({ task }: { task: Task }) {
  const { t, i18n } = useTranslation();
  const name = taskName(task, i18n.language);
  const description = wordOf(task as unknown as JsonObject, "description", i18n.language);
  return (
    <Card
      title={
        <Anchor component={Link} to={taskPath(task)} inherit className="ren-break">
          {name}
        </Anchor>
      }
      aside={
        <Button
          component={Link}
          to={taskPath(task)}
          size="compact-sm"
          aria-label={t("tasks.openNamed", { name })}
        >
          {t("tasks.open")}
        </Button>
      }
    >
      <Stack gap="xs">
        {description !== undefined && (
          <Text size="sm" className="ren-break" lineClamp={2}>
            {description}
          </Text>
        )}
        <Group justify="space-between">
          <TaskFacts task={task} />
        </Group>
      </Stack>
    </Card>
  );
}
