import { Alert, Button, Grid, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { taskQuery, versionQuery } from "~/api/queries";
import type { JsonObject, RunStatus, Task } from "~/api/types";
import { Card } from "~/components/Card";
import { wordOf } from "~/components/form/schemaForm";
import { Icon } from "~/components/icons";
import { PageHead } from "~/components/PageHead";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { useFormat } from "~/format/useFormat";
import { useTasks } from "~/live/useTasks";
import { useTick } from "~/live/useTick";
import { AnswerForm } from "./AnswerForm";
import { hasShown, ShownData } from "./show/ShownData";
import { TaskFacts } from "./TaskFacts";
import { TaskForm } from "./TaskForm";
import { taskName, taskPath } from "./words";

/** One task: what there is to see, and the form. */
export function TaskPage() {
  const { threadId = "", taskKey = "" } = useParams();
  // Another task is another page: nothing that was typed for the one before may linger.
  return <Loaded key={`${threadId} ${taskKey}`} id={threadId} taskKey={taskKey} />;
}

function Loaded({ id, taskKey }: { id: string; taskKey: string }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(taskQuery(id, taskKey));
  if (data !== undefined) return <Opened task={data} isGone={error !== null} />;
  if (error === null) return <Waiting lines={8} />;
  return (
    <>
      <PageHead title={t("nav.tasks")} />
      <Stack>
        <ProblemAlert error={error} />
        <Elsewhere id={id} />
      </Stack>
    </>
  );
}

function Opened({ task, isGone }: { task: Task; isGone: boolean }) {
  const { t, i18n } = useTranslation();
  const [wasOpen] = useState(task.state === "armed");
  const [sent, setSent] = useState<RunStatus>();
  const isSent = sent !== undefined;
  const inputs = useInputsOf(task);
  const isOver = isGone || task.state !== "armed";
  const description = wordOf(task as unknown as JsonObject, "description", i18n.language);
  const hasForm = wasOpen && !isSent;
  return (
    <>
      <PageHead title={taskName(task, i18n.language)} />
      <Stack>
        <TaskFacts task={task} />
        {isSent && <Sent task={task} status={sent} />}
        {isOver && !isSent && <Over task={task} hasTyped={wasOpen} />}
        <Grid>
          {hasShown(task.show) && (
            <Grid.Col span={{ base: 12, lg: hasForm ? 7 : 12 }}>
              <Card title={t("tasks.toSee")}>
                <ShownData
                  threadId={task.thread_id}
                  shown={task.show}
                  version={task.armed_at}
                  schemas={[inputs, task.schema ?? undefined]}
                />
              </Card>
            </Grid.Col>
          )}
          {hasForm && (
            <Grid.Col span={{ base: 12, lg: hasShown(task.show) ? 5 : 8 }}>
              <Card title={t("tasks.answer")} className="ren-sticky">
                <Stack>
                  {description !== undefined && <Text className="ren-prewrap ren-break">{description}</Text>}
                  {task.kind === "question" ? (
                    <AnswerForm threadId={task.thread_id} question={task.question} onSent={setSent} />
                  ) : (
                    <TaskForm task={task} isOver={isOver} onSent={setSent} />
                  )}
                </Stack>
              </Card>
            </Grid.Col>
          )}
        </Grid>
      </Stack>
    </>
  );
}

/** The answer was taken: what is next. A run that stands for another reason does not move by it. */
function Sent({ task, status }: { task: Task; status: RunStatus }) {
  const { t, i18n } = useTranslation();
  const { tasks } = useTasks();
  const next = tasks.find((each) => each.thread_id !== task.thread_id || each.key !== task.key);
  const stands = status === "interrupted" || status === "error";
  return (
    <Alert
      color={stands ? "yellow" : "green"}
      variant="light"
      className={stands ? "ren-amber" : undefined}
      icon={<Icon name={stands ? "alert" : "check"} />}
      title={t(stands ? "tasks.keptAnswer" : "tasks.sent")}
      role="status"
    >
      <Stack gap="xs">
        {stands && <Text size="sm">{t("tasks.keptWhy")}</Text>}
        <Group gap="sm">
          {next !== undefined && (
            <Button component={Link} to={taskPath(next)} size="compact-sm" data-autofocus>
              {t("tasks.nextTask", { name: taskName(next, i18n.language) })}
            </Button>
          )}
          <Elsewhere id={task.thread_id} />
        </Group>
      </Stack>
    </Alert>
  );
}

/** Somebody was quicker, or nobody is asked any more; what was typed stays where it is. */
function Over({ task, hasTyped }: { task: Task; hasTyped: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useTick();
  const why = task.state === "met" ? (task.how === "timeout" ? "timedOut" : "answered") : "gone";
  return (
    <Alert
      color="yellow"
      variant="light"
      className="ren-amber"
      icon={<Icon name="alert" />}
      title={t(`tasks.over.${why}`, { ago: task.met_at === null ? "" : format.ago(task.met_at, now) })}
      role="alert"
    >
      <Stack gap="xs">
        {hasTyped && <Text size="sm">{t("tasks.over.kept")}</Text>}
        <Elsewhere id={task.thread_id} />
      </Stack>
    </Alert>
  );
}

function Elsewhere({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <Group gap="sm">
      <Button component={Link} to="/tasks" size="compact-sm" variant="default">
        {t("tasks.all")}
      </Button>
      <Button component={Link} to={`/runs/${id}`} size="compact-sm" variant="default">
        {t("tasks.toRun")}
      </Button>
    </Group>
  );
}

/** The schema of the inputs of the flow whose state is shown; of a flow in a flow, or on another machine, it is not asked for. */
function useInputsOf({ flow_id, version, node_id, machine, show }: Task): JsonObject | undefined {
  const isHere = hasShown(show) && !machine && version > 0 && node_id?.includes("/") !== true;
  const { data } = useQuery({ ...versionQuery(flow_id, version), enabled: isHere });
  return data?.dsl?.inputs as JsonObject | undefined;
}
