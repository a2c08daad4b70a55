import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Run, Wait } from "~/api/types";
import { Countdown, Deadline } from "~/components/Deadline";
import { Icon, type IconName } from "~/components/icons";
import { Section } from "~/components/Section";
import { useFormat } from "~/format/useFormat";
import { useNodeName } from "~/names/nodeNames";
import { taskPath } from "~/pages/tasks/words";

const ICONS: Record<Wait["kind"], IconName> = {
  timer: "clock",
  form: "edit",
  question: "question",
  message: "runs",
  child: "branch",
};

/** What the run waits for: times, messages, people, other runs. */
export function Waits({ run }: { run: Run }) {
  const { t } = useTranslation();
  const waits = openWaits(run);
  if (waits.length === 0) return null;
  return (
    <Section title={t("waits.title")}>
      <Stack gap="xs">
        {waits.map((wait) => (
          <WaitLine key={wait.key} run={run} wait={wait} />
        ))}
      </Stack>
    </Section>
  );
}

/** Those that are still waited for; a question has a section of its own. */
export function openWaits(run: Run): Wait[] {
  return run.waits.filter((wait) => wait.state === "armed" && wait.kind !== "question");
}

function WaitLine({ run, wait }: { run: Run; wait: Wait }) {
  const nameOf = useNodeName();
  return (
    <div className="ren-question">
      <Group gap="sm" justify="space-between">
        <Group gap="xs">
          <Icon name={ICONS[wait.kind]} />
          <Text size="sm" component="div">
            <What wait={wait} />
          </Text>
          <Text size="sm" c="dimmed">
            {nameOf(wait.node_id)}
          </Text>
        </Group>
        <Group gap="sm">
          {wait.due_at !== null &&
            (wait.kind === "timer" ? (
              <Countdown to={wait.due_at} size="sm" fw={600} />
            ) : (
              <Deadline at={wait.due_at} size="sm" />
            ))}
          {wait.kind === "form" && <OpenForm run={run} wait={wait} />}
        </Group>
      </Group>
    </div>
  );
}

function What({ wait }: { wait: Wait }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (wait.kind === "timer" && wait.due_at !== null)
    return t("waits.timer", { moment: format.moment(wait.due_at) });
  if (wait.kind === "message") {
    const about = wait.correlation === null ? "" : ` ${t("waits.about", { what: saidOf(wait.correlation) })}`;
    return `${t("waits.message", { name: wait.ref })}${about}`;
  }
  if (wait.kind === "child" && wait.ref !== null)
    return (
      <>
        {t("waits.child")}{" "}
        <Anchor component={Link} to={`/runs/${wait.ref}`} inherit className="ren-break">
          {wait.ref}
        </Anchor>
      </>
    );
  return t(`waits.${wait.kind}`);
}

const saidOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

function OpenForm({ run, wait }: { run: Run; wait: Wait }) {
  const { t } = useTranslation();
  return (
    <Button component={Link} to={taskPath({ thread_id: run.thread_id, key: wait.key })} size="compact-sm">
      {t("waits.open")}
    </Button>
  );
}
