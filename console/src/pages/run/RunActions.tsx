import { Button, Group, Menu, Text } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useCancel, useDelete, useExport, usePause, useResume, useRetry } from "~/api/commands";
import type { Run, RunStatus } from "~/api/types";
import { ConfirmButton } from "~/components/ConfirmButton";
import { Icon } from "~/components/icons";
import { ProblemAlert } from "~/components/ProblemAlert";
import { runName } from "~/components/RunName";
import { CompareRuns } from "./again/CompareRuns";
import { RunAgain } from "./again/RunAgain";
import { RenameRun } from "./RenameRun";
import type { RunSearch, SetRunSearch } from "./selection";
import { EditState } from "./steer/EditState";
import { ForkRun } from "./steer/ForkRun";
import { MoveRun } from "./steer/MoveRun";
import { RetryPlan } from "./steer/RetryPlan";

const CAN_PAUSE = new Set<RunStatus>(["pending", "running", "recovering"]);
const CAN_RESUME = new Set<RunStatus>(["interrupted", "error"]);
const IS_AT_REST = new Set<RunStatus>(["interrupted", "error", "finished", "cancelled"]);
const IS_OVER = new Set<RunStatus>(["finished", "cancelled"]);

/** What an interrupted run waits for that a resume does not bring. */
const AWAITS = new Set<Run["reason"]>(["question", "form", "waiting"]);

/**
 * Whether a run can be paused, and resumed. One that waits goes on by itself when that comes, and paused only once
 * somebody resumes it.
 */
function steersOf({ status, reason }: Run): { canPause: boolean; canResume: boolean } {
  const awaits = status === "interrupted" && AWAITS.has(reason);
  return {
    canPause: CAN_PAUSE.has(status) || (awaits && reason !== "question"),
    canResume: CAN_RESUME.has(status) && !awaits,
  };
}

/** The first thing that went wrong. */
const firstOf = (...errors: unknown[]) => errors.find((error) => error !== null);

interface RunActionsProps {
  run: Run;
  search: RunSearch;
  setSearch: SetRunSearch;
}

/** The commands that the run takes as it stands. */
export function RunActions({ run, search, setSearch }: RunActionsProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const pause = usePause(run.thread_id);
  const resume = useResume(run.thread_id);
  const cancel = useCancel(run.thread_id);
  const erase = useDelete(run.thread_id);
  const exporting = useExport(run.thread_id);
  const { canPause, canResume } = steersOf(run);
  const { reset: forgetPause } = pause;
  const { reset: forgetResume } = resume;
  // Why a command was refused is old once the run stands otherwise.
  // biome-ignore lint/correctness/useExhaustiveDependencies: that they are others is what counts
  useEffect(() => {
    forgetPause();
    forgetResume();
  }, [run.status, run.pause_requested, run.cancel_requested, forgetPause, forgetResume]);
  const closeDialog = () => setSearch({ dialog: undefined }, { replace: true });
  return (
    <div data-palette={t("palette.run")}>
      <Group gap="xs">
        {canPause && (
          <Button
            leftSection={<Icon name="pause" />}
            variant="default"
            loading={pause.isPending}
            disabled={run.pause_requested || run.cancel_requested}
            onClick={() => {
              forgetResume();
              pause.mutate();
            }}
          >
            {run.pause_requested ? t("run.pausing") : t("run.pause")}
          </Button>
        )}
        {(run.status === "error" || run.skipped > 0) && <RetryButton run={run} />}
        {canResume && (
          <>
            <Button
              variant="default"
              leftSection={<Icon name="edit" />}
              onClick={() => setSearch({ dialog: "edit" })}
            >
              {t("run.edit")}
            </Button>
            <Button
              variant={run.status === "error" ? "default" : "filled"}
              leftSection={<Icon name="play" />}
              loading={resume.isPending}
              onClick={() => {
                forgetPause();
                resume.mutate({});
              }}
            >
              {t("run.resume")}
            </Button>
            <MoveRun run={run} />
          </>
        )}
        {IS_OVER.has(run.status) && (
          <Button
            variant={run.skipped > 0 ? "default" : "filled"}
            leftSection={<Icon name="play" />}
            onClick={() => setSearch({ dialog: "again" })}
          >
            {t("again.action")}
          </Button>
        )}
        {!IS_OVER.has(run.status) && (
          <ConfirmButton
            label={t("run.cancel")}
            title={t("run.cancelTitle")}
            confirm={t("run.cancelConfirm")}
            destructive
            command={{ ...cancel, mutateAsync: () => cancel.mutateAsync() }}
            disabled={run.cancel_requested}
          >
            {t("run.cancelExplain")}
          </ConfirmButton>
        )}
        <MoreMenu
          onRename={() => setSearch({ dialog: "rename" })}
          onFork={() => setSearch({ dialog: "fork" })}
          onCompare={() => setSearch({ dialog: "compare" })}
          {...(IS_AT_REST.has(run.status) && { onExport: () => void exporting.mutate() })}
          {...(!IS_OVER.has(run.status) && { onAgain: () => setSearch({ dialog: "again" }) })}
        />
        {IS_OVER.has(run.status) && (
          <ConfirmButton
            label={t("run.delete")}
            title={t("run.deleteTitle")}
            confirm={t("run.deleteConfirm")}
            destructive
            command={{ ...erase, mutateAsync: () => erase.mutateAsync() }}
            onDone={() => void navigate("/runs")}
          >
            {t("run.deleteExplain", { run: runName(run) })}
          </ConfirmButton>
        )}
      </Group>
      {run.status === "error" && (
        <Text size="xs" c="dimmed" mt={6} maw={520}>
          {t("run.goOnExplain")}
        </Text>
      )}
      <ProblemAlert error={firstOf(pause.error, resume.error, exporting.error)} />
      {CAN_RESUME.has(run.status) && (
        <EditState run={run} opened={search.dialog === "edit"} onClose={closeDialog} />
      )}
      <RenameRun run={run} opened={search.dialog === "rename"} onClose={closeDialog} />
      <RunAgain run={run} opened={search.dialog === "again"} onClose={closeDialog} />
      <CompareRuns run={run} opened={search.dialog === "compare"} onClose={closeDialog} />
      <ForkRun run={run} opened={search.dialog === "fork"} checkpoint={search.cp} onClose={closeDialog} />
    </div>
  );
}

function RetryButton({ run }: { run: Run }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const retry = useRetry(run.thread_id);
  const again = async () => {
    const answer = await retry.mutateAsync(undefined);
    if (answer.thread_id !== run.thread_id) await navigate(`/runs/${answer.thread_id}`, { flushSync: true });
  };
  return (
    <ConfirmButton
      variant="filled"
      leftSection={<Icon name="refresh" />}
      label={t("run.retry")}
      title={t("run.retryTitle")}
      confirm={t("run.retry")}
      command={{ ...retry, mutateAsync: again }}
    >
      {run.status === "error" ? <RetryPlan run={run} /> : t("plan.retrySkipped", { count: run.skipped })}
    </ConfirmButton>
  );
}

interface MoreMenuProps {
  onRename: () => void;
  onFork: () => void;
  onCompare: () => void;
  onExport?: () => void;
  onAgain?: () => void;
}

function MoreMenu({ onRename, onFork, onCompare, onExport, onAgain }: MoreMenuProps) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" rightSection={<Icon name="down" />}>
          {t("run.more")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {onAgain && (
          <Menu.Item leftSection={<Icon name="play" />} onClick={onAgain}>
            {t("again.action")}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Icon name="edit" />} onClick={onRename}>
          {t("titles.action")}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="branch" />} onClick={onFork}>
          {t("run.fork")}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="runs" />} onClick={onCompare}>
          {t("compare.action")}
        </Menu.Item>
        {onExport && (
          <Menu.Item leftSection={<Icon name="download" />} onClick={onExport}>
            {t("run.export")}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<Icon name="copy" />}
          onClick={() => void navigator.clipboard?.writeText(window.location.href)}
        >
          {t("run.copyLink")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
