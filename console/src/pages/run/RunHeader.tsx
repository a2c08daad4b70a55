import { Anchor, Group, Paper, Stack, Text, Title } from "@mantine/core";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Run } from "~/api/types";
import { BusyLine, ProgressLine } from "~/components/ProgressLine";
import { runName, Tags, TestBadge } from "~/components/RunName";
import { RunPace } from "~/components/RunPace";
import { StatusBadge } from "~/components/StatusBadge";
import { isOfNodes } from "~/format/eta";
import { useLabelWords } from "~/i18n/told";
import { FlowLabel } from "~/names/FlowLabel";
import { useNodeName } from "~/names/nodeNames";
import { RunActions } from "./RunActions";
import type { RunSearch, SetRunSearch } from "./selection";

interface RunHeaderProps {
  run: Run;
  search: RunSearch;
  setSearch: SetRunSearch;
}

/** How the run stands, how far it is, and what can be done with it. */
export function RunHeader({ run, search, setSearch }: RunHeaderProps) {
  const { t } = useTranslation();
  const nameOf = useNodeName();
  const labelled = useLabelWords();
  const isActive = run.status === "running" || run.status === "recovering";
  return (
    <Paper withBorder p="md" className="ren-card">
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" gap="sm">
          <div className="ren-shrink">
            <Group gap="xs" align="center">
              <Title order={1} className="ren-break">
                <bdi>{runName(run)}</bdi>
              </Title>
              <TestBadge test={run.test} />
              <Tags tags={run.tags} />
            </Group>
            <Text size="sm" c="dimmed" className="ren-break">
              {run.title !== null && <>{run.thread_id} · </>}
              <Anchor component={Link} to={`/flows/${run.flow_id}?version=${run.version}`} inherit>
                <FlowLabel run={run} />
              </Anchor>
              {" · "}
              <Anchor component={Link} to={drawnAt(run)} inherit>
                {t(run.error ? "run.openFailed" : "run.editFlow")}
              </Anchor>
              {run.machine != null && (
                <>
                  {" · "}
                  {t("run.onMachine", { name: run.machine })}
                </>
              )}
              {run.parent && (
                <>
                  {" · "}
                  {t("run.startedBy")}{" "}
                  <Anchor component={Link} to={`/runs/${run.parent.thread_id}`} inherit>
                    {run.parent.thread_id}
                  </Anchor>
                </>
              )}
              {run.forked_from && (
                <>
                  {" · "}
                  {t("run.forkedFrom")}{" "}
                  <Anchor
                    component={Link}
                    to={`/runs/${run.forked_from.thread_id}?tab=state&cp=${run.forked_from.checkpoint_id}`}
                    inherit
                  >
                    {run.forked_from.thread_id}
                  </Anchor>
                </>
              )}
              {run.schedule && (
                <>
                  {" · "}
                  {t("run.startedBySchedule")}{" "}
                  <Anchor component={Link} to={`/schedules/${run.schedule.id}`} inherit>
                    {run.schedule.title ?? run.schedule.id}
                  </Anchor>
                </>
              )}
              {run.begun?.message != null && ` · ${begunBy(run.begun.message, t)}`}
            </Text>
          </div>
          <RunActions run={run} search={search} setSearch={setSearch} />
        </Group>
        <Group gap="md" aria-live="polite">
          <StatusBadge status={run.status} reason={run.reason} size="md" />
          <Text size="sm" c="dimmed">
            <Why run={run} />
          </Text>
        </Group>
        {isActive && run.open_visits.length > 1 ? (
          run.open_visits.map((each) => (
            <div key={each.visit}>
              <Text size="sm">{nameOf(each.node)}</Text>
              {each.progress ? <ProgressLine progress={each.progress} active /> : <BusyLine />}
            </div>
          ))
        ) : (
          <ProgressLine progress={run.progress} active={isActive} />
        )}
        <Group justify="space-between" gap="xs">
          <RunPace
            run={run}
            nodeSince={run.nodes.find((each) => each.id === run.progress.node)?.started_at}
            diskMb={run.disk_mb}
          />
          {isActive && run.current_nodes.length > 0 && (
            <Text size="sm" c="dimmed" truncate>
              {t("run.at", { node: run.current_nodes.map(nameOf).join(", ") })}
              {run.progress.label && !isOfNodes(run.progress) && ` · ${labelled(run.progress.label)}`}
            </Text>
          )}
        </Group>
      </Stack>
    </Paper>
  );
}

/** The version that it runs, in the designer, with this run's states and data; where it failed, at that node. */
function drawnAt({ flow_id, version, thread_id, error }: Run): string {
  const node = error?.node ? `&node=${encodeURIComponent(error.node)}` : "";
  return `/flows/${flow_id}/design?version=${version}&run=${thread_id}${node}`;
}

/** Why it stands so, or what it was asked to do. */
function Why({ run }: { run: Run }) {
  const { t } = useTranslation();
  if (run.cancel_requested) return t("run.cancelling");
  if (run.pause_requested) return t("run.pausing");
  if (run.status === "running" && run.process && !run.process.responsive)
    return t("run.silent", { pid: run.process.pid });
  if (run.skipped > 0) return t("run.skipped", { count: run.skipped });
  return run.reason === null ? null : t(`reason.${run.reason}`, { defaultValue: run.reason });
}

const SIGNAL = "signal:";

/** What brought a run about that nobody started. */
function begunBy(message: string, t: TFunction): string {
  const kind = message.startsWith(SIGNAL) ? "signal" : "message";
  return t(`run.begunBy.${kind}`, { name: message.slice(kind === "signal" ? SIGNAL.length : 0) });
}
