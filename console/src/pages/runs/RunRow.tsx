import { Button, Checkbox, Group, Table, Text, VisuallyHidden } from "@mantine/core";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { RunSummary } from "~/api/types";
import { ErrorLine } from "~/components/ErrorLine";
import { Icon } from "~/components/icons";
import { Moment } from "~/components/Moment";
import { BusyLine, ProgressLine } from "~/components/ProgressLine";
import { RunName, runName, Tags, TestBadge } from "~/components/RunName";
import { runSeconds } from "~/components/RunPace";
import { StatusBadge } from "~/components/StatusBadge";
import { etaRange } from "~/format/eta";
import { useFormat } from "~/format/useFormat";
import { useTick } from "~/live/useTick";
import { FlowLabel } from "~/names/FlowLabel";
import { ariaSort, SortHead, type Sorting } from "./SortHead";
import type { Selection } from "./useSelection";

const ACTIVE = new Set(["running", "recovering"]);

export interface RunTableProps {
  runs: RunSummary[];
  /** The end of a long list is in sight. */
  onEnd: () => void;
  /** Where rows can be selected, and sorted. */
  selection?: Selection;
  sorting?: Sorting;
}

interface RunHeadsProps {
  selection?: Selection | undefined;
  sorting?: Sorting | undefined;
  /** Runs are on several machines. */
  hasMachines?: boolean;
}

/** Whether runs say on which machine they are: all of them do, or none. */
export const hasMachines = (runs: RunSummary[]) => runs.some((run) => run.machine != null);

/** The names above the cells, each with its width: rows come and go, and columns stay where they are. */
export function RunHeads({ selection, sorting, hasMachines }: RunHeadsProps) {
  const { t } = useTranslation();
  return (
    <Table.Tr>
      {selection && (
        <Table.Th w={40}>
          <Checkbox
            size="xs"
            aria-label={t("bulk.selectPage")}
            checked={selection.isPage}
            indeterminate={!selection.isPage && selection.ids.size > 0}
            onChange={selection.togglePage}
          />
        </Table.Th>
      )}
      <Table.Th w={176} aria-sort={ariaSort(sorting, "status")}>
        <SortHead by="status" name={t("runs.status")} sorting={sorting} />
      </Table.Th>
      <Table.Th aria-sort={ariaSort(sorting, "title", "flow")}>
        <SortHead by="title" name={t("runs.run")} sorting={sorting} />
        {sorting && (
          <>
            {" · "}
            <SortHead by="flow" name={t("runs.flow")} sorting={sorting} />
          </>
        )}
      </Table.Th>
      {hasMachines && <Table.Th w={112}>{t("runs.machine")}</Table.Th>}
      <Table.Th w={hasMachines ? "15%" : "22%"}>{t("runs.progress")}</Table.Th>
      <Table.Th w={hasMachines ? 112 : 156}>{t("runs.left")}</Table.Th>
      <Table.Th w={116} aria-sort={ariaSort(sorting, "started")}>
        <SortHead by="started" name={t("runs.started")} sorting={sorting} />
      </Table.Th>
      <Table.Th w={96} aria-sort={ariaSort(sorting, "duration")}>
        <SortHead by="duration" name={t("runs.duration")} sorting={sorting} />
      </Table.Th>
      <Table.Th w={52}>
        <VisuallyHidden>{t("runs.actions")}</VisuallyHidden>
      </Table.Th>
    </Table.Tr>
  );
}

interface RunCellsProps {
  run: RunSummary;
  isSelected?: boolean | undefined;
  /** Where rows can be selected. */
  onSelect?: ((id: string) => void) | undefined;
}

/** The cells of a run's row. */
export const RunCells = memo(function RunCells({ run, isSelected, onSelect }: RunCellsProps) {
  const { t } = useTranslation();
  const isActive = ACTIVE.has(run.status);
  const { times } = run;
  return (
    <>
      {onSelect && (
        <Table.Td className="ren-select">
          <Checkbox
            size="xs"
            aria-label={t("bulk.select", { run: runName(run) })}
            checked={isSelected ?? false}
            onChange={() => onSelect(run.thread_id)}
          />
        </Table.Td>
      )}
      <Table.Td>
        <StatusBadge status={run.status} reason={run.reason} />
      </Table.Td>
      <Table.Td>
        <RunName run={run} className="ren-break" fw={600} />
        <Group gap={6}>
          <Text size="xs" c="dimmed" className="ren-break">
            <FlowLabel run={run} />
          </Text>
          <TestBadge test={run.test} />
          <Tags tags={run.tags} />
        </Group>
      </Table.Td>
      {run.machine != null && (
        <Table.Td data-label={t("runs.machine")}>
          <OnMachine name={run.machine} since={run.unreachable_since ?? null} />
        </Table.Td>
      )}
      {isActive ? (
        <LiveCells run={run} />
      ) : (
        <>
          <Table.Td>
            {run.progress !== null && <ProgressLine progress={run.progress} active={false} />}
            {run.error && (
              <Text size="xs" className="ren-red ren-clamp">
                <ErrorLine error={run.error} />
              </Text>
            )}
            {run.skipped > 0 && <Text size="xs">{t("run.skipped", { count: run.skipped })}</Text>}
          </Table.Td>
          <Table.Td />
        </>
      )}
      <Table.Td data-label={t("runs.started")}>
        <Moment at={times.started_at ?? times.created_at} size="sm" />
      </Table.Td>
      <Table.Td data-label={t("runs.duration")}>
        <Lasted run={run} isActive={isActive} />
      </Table.Td>
      <Table.Td className="ren-again">{!isActive && <Again run={run} />}</Table.Td>
    </>
  );
});

/** Where a run is, and whether that is only what was known last. */
function OnMachine({ name, since }: { name: string; since: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <Text size="sm" className="ren-break">
        {name}
      </Text>
      {since !== null && (
        <Text
          size="xs"
          fw={600}
          className="ren-amber"
          title={t("runs.unreachableSince", { when: format.moment(since) })}
        >
          {t("runs.unreachable")}
        </Text>
      )}
    </>
  );
}

/** A sign where rows are rows, and its word where they are cards. */
function Again({ run }: { run: RunSummary }) {
  const { t } = useTranslation();
  return (
    <Button
      component={Link}
      to={`/runs/${run.thread_id}?dialog=again`}
      size="compact-sm"
      variant="default"
      title={t("again.action")}
      aria-label={t("runs.againNamed", { run: runName(run) })}
    >
      <Icon name="refresh" size={14} />
      <span className="ren-narrow-only">{t("again.action")}</span>
    </Button>
  );
}

function Lasted({ run, isActive }: { run: RunSummary; isActive: boolean }) {
  const format = useFormat();
  const now = useTick(isActive);
  const seconds = runSeconds(run, isActive ? now : null);
  return seconds === null ? "–" : format.span(seconds);
}

/** How far a run at work is, as its worker told last. */
function LiveCells({ run }: { run: RunSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { progress } = run;
  const range = progress === null ? null : etaRange(progress, null);
  return (
    <>
      <Table.Td>{progress === null ? <BusyLine /> : <ProgressLine progress={progress} active />}</Table.Td>
      <Table.Td data-label={t("runs.left")}>
        <Text span size="sm" className="ren-nowrap">
          {range === null ? "–" : format.spanRange(range)}
        </Text>
      </Table.Td>
    </>
  );
}
