import { Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useRetry } from "~/api/commands";
import type { Run, StepPage } from "~/api/types";
import { ConfirmButton } from "~/components/ConfirmButton";
import { Icon } from "~/components/icons";
import { useFormat } from "~/format/useFormat";
import { againOf, RetryPlan } from "../steer/RetryPlan";

interface ErrorGroupsProps {
  run: Run;
  sums: StepPage;
  chosen: string | undefined;
  onChoose: (error: string | undefined) => void;
}

/** The kinds of errors, each with its number; and a second try for what failed. */
export function ErrorGroups({ run, sums, chosen, onChoose }: ErrorGroupsProps) {
  const format = useFormat();
  const groups = sums.errors;
  if (groups.length === 0) return null;
  return (
    <Group gap="xs">
      {groups.map((group) => (
        <Button
          key={group.error}
          size="compact-sm"
          color="red.8"
          variant={group.error === chosen ? "filled" : "default"}
          className={group.error === chosen ? undefined : "ren-red"}
          aria-pressed={group.error === chosen}
          onClick={() => onChoose(group.error === chosen ? undefined : group.error)}
        >
          {group.error} ×{format.number(group.items)}
        </Button>
      ))}
      <RetryThese run={run} sums={sums} chosen={chosen} onDone={() => onChoose(undefined)} />
    </Group>
  );
}

interface RetryTheseProps {
  run: Run;
  sums: StepPage;
  chosen: string | undefined;
  /** What was chosen is no more: a filter by it would show an empty list. */
  onDone: () => void;
}

/** A second try of the items at hand, or - where the run is finished - of those that it skipped, in a new run. */
function RetryThese({ run, sums, chosen, onDone }: RetryTheseProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const retry = useRetry(run.thread_id);
  const isFinished = run.status === "finished";
  const skipped = sums.errors.filter(({ error }) => chosen === undefined || error === chosen);
  const count = isFinished ? skipped.reduce((sum, group) => sum + group.items, 0) : againOf(sums, chosen);
  if (count === 0 || (run.status !== "error" && !isFinished)) return null;
  const again = async () => {
    const answer = await retry.mutateAsync(chosen);
    if (answer.thread_id === run.thread_id) onDone();
    else await navigate(`/runs/${answer.thread_id}`, { flushSync: true });
  };
  return (
    <ConfirmButton
      size="compact-sm"
      variant="filled"
      leftSection={<Icon name="refresh" size={14} />}
      label={t("items.retry", { count })}
      title={t("run.retryTitle")}
      confirm={t("run.retry")}
      command={{ ...retry, mutateAsync: again }}
    >
      {isFinished ? t("plan.retrySkipped", { count }) : <RetryPlan run={run} error={chosen} />}
    </ConfirmButton>
  );
}
