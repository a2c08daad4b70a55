import { Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useRetry } from "~/api/commands";
import type { ErrorGroup, Run } from "~/api/types";
import { ConfirmButton } from "~/components/ConfirmButton";
import { Icon } from "~/components/icons";
import { useFormat } from "~/format/useFormat";
import { RetryPlan } from "../steer/RetryPlan";

interface ErrorGroupsProps {
  run: Run;
  groups: ErrorGroup[];
  chosen: string | undefined;
  onChoose: (error: string | undefined) => void;
}

/** The kinds of errors, each with its number; and a second try for what failed. */
export function ErrorGroups({ run, groups, chosen, onChoose }: ErrorGroupsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const retry = useRetry(run.thread_id);
  const meant = groups.filter((group) => chosen === undefined || group.error === chosen);
  const count = meant.reduce((sum, group) => sum + group.items, 0);
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
      {run.status === "error" && (
        <ConfirmButton
          size="compact-sm"
          variant="filled"
          leftSection={<Icon name="refresh" size={14} />}
          label={t("items.retry", { count })}
          title={t("run.retryTitle")}
          confirm={t("run.retry")}
          command={{ ...retry, mutateAsync: () => retry.mutateAsync(chosen || undefined) }}
        >
          <RetryPlan run={run} />
        </ConfirmButton>
      )}
    </Group>
  );
}
