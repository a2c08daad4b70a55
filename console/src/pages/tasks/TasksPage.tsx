import { Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { RunSummary } from "~/api/types";
import { Card } from "~/components/Card";
import { Empty } from "~/components/Empty";
import { Moment } from "~/components/Moment";
import { PageHead } from "~/components/PageHead";
import { RunName } from "~/components/RunName";
import { useQuestions } from "~/live/useQuestions";
import { FlowLabel } from "~/names/FlowLabel";
import { NodeOfRun } from "~/names/nodeNames";
import { AnswerForm } from "./AnswerForm";

/** Questions that runs wait for. */
export function TasksPage() {
  const { t } = useTranslation();
  const questions = useQuestions();
  return (
    <>
      <PageHead title={t("nav.tasks")} lead={t("tasks.lead")} />
      {questions.length === 0 ? (
        <Card>
          <Empty
            icon="tasks"
            sentence={t("tasks.none")}
            action={
              <Button component={Link} to="/runs" variant="default">
                {t("tasks.toRuns")}
              </Button>
            }
            command="renflow resume RUN --value ANSWER"
          />
        </Card>
      ) : (
        <Stack>
          {questions.map((run) => (
            <Question key={run.thread_id} run={run} />
          ))}
        </Stack>
      )}
    </>
  );
}

function Question({ run }: { run: RunSummary }) {
  return (
    <Card
      title={<RunName run={run} inherit className="ren-break" />}
      aside={
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            <FlowLabel run={run} hasVersion={false} />
            {run.interrupt?.node && (
              <>
                {" · "}
                <NodeOfRun run={run} id={run.interrupt.node} />
              </>
            )}
          </Text>
          <Moment at={run.times.last_event_at} size="sm" c="dimmed" />
        </Group>
      }
    >
      <AnswerForm threadId={run.thread_id} question={run.interrupt?.value} />
    </Card>
  );
}
