import { Select, Stack, Table, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { comparisonQuery, runsQuery } from "~/api/queries";
import type { ComparedRun, Comparison, Run, ValueChange } from "~/api/types";
import { Dialog } from "~/components/Dialog";
import { DiffView } from "~/components/json/DiffView";
import { ProblemAlert } from "~/components/ProblemAlert";
import { runName } from "~/components/RunName";
import { Waiting } from "~/components/Waiting";
import { useFormat } from "~/format/useFormat";
import { flowNameOf } from "~/names/words";

interface CompareRunsProps {
  run: Run;
  opened: boolean;
  onClose: () => void;
}

/** This run beside another one of the same flow: what went in, what came out, how long it took. */
export function CompareRuns({ run, opened, onClose }: CompareRunsProps) {
  const { t } = useTranslation();
  return (
    <Dialog opened={opened} onClose={onClose} title={t("compare.title", { run: runName(run) })} size="xl">
      <Chosen run={run} />
    </Dialog>
  );
}

function Chosen({ run }: { run: Run }) {
  const { t } = useTranslation();
  const [other, setOther] = useState<string | null>(null);
  const runs = useInfiniteQuery(runsQuery({ flow_id: run.flow_id }));
  const others = runs.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack>
      <Select
        label={t("compare.with")}
        data={others
          .filter((each) => each.thread_id !== run.thread_id)
          .map((each) => ({
            value: each.thread_id,
            label: each.title === null ? each.thread_id : `${each.title} · ${each.thread_id}`,
          }))}
        value={other}
        onChange={setOther}
        searchable
        nothingFoundMessage={t("compare.none")}
      />
      {other !== null && <Compared id={run.thread_id} other={other} />}
    </Stack>
  );
}

function Compared({ id, other }: { id: string; other: string }) {
  const { data, error } = useQuery(comparisonQuery(id, other));
  if (error) return <ProblemAlert error={error} />;
  return data === undefined ? <Waiting /> : <Shown answer={data} />;
}

function Shown({ answer }: { answer: Comparison }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sizes = (side: "first" | "second") =>
    Object.fromEntries(
      answer.files.flatMap((file) => {
        const size = file[side];
        return size === null ? [] : [[file.name, format.bytes(size)]];
      }),
    );
  return (
    <Stack data-testid="comparison">
      <Facts first={answer.first} second={answer.second} />
      <Part title={t("overview.input")} before={side(answer.input, 0)} after={side(answer.input, 1)} />
      <Part title={t("result.state")} before={side(answer.state, 0)} after={side(answer.state, 1)} />
      <Part title={t("run.tabs.artifacts")} before={sizes("first")} after={sizes("second")} />
      {answer.more_files > 0 && (
        <Text size="sm" c="dimmed">
          {t("result.more", { count: answer.more_files, files: format.number(answer.more_files) })}
        </Text>
      )}
    </Stack>
  );
}

function Part({ title, before, after }: { title: string; before: unknown; after: unknown }) {
  return (
    <div>
      <Title order={3} size="h2" mb="xs">
        {title}
      </Title>
      <DiffView before={before} after={after} />
    </div>
  );
}

/** What one of the two has of what differs. */
function side(changes: ValueChange[], which: 0 | 1): Record<string, unknown> {
  const absent = which === 0 ? "added" : "removed";
  return Object.fromEntries(
    changes
      .filter((change) => change.kind !== absent)
      .map((change) => [change.key, which === 0 ? change.first : change.second]),
  );
}

function Facts({ first, second }: { first: ComparedRun; second: ComparedRun }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const both = [first, second];
  const rows: Array<[string, (run: ComparedRun) => string]> = [
    [t("runs.status"), (run) => t(`status.${run.status}`)],
    [
      t("runs.flow"),
      (run) => `${flowNameOf(run, i18n.language)} · ${t("common.version", { version: run.version })}`,
    ],
    [t("runs.duration"), (run) => (run.duration_s === null ? "–" : format.span(run.duration_s))],
    [
      t("run.tabs.items"),
      (run) =>
        run.items === null
          ? "–"
          : t("progress.of", { done: format.number(run.items.done), total: format.number(run.items.total) }),
    ],
    [t("compare.skipped"), (run) => format.number(run.skipped)],
  ];
  return (
    <Table layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Td w={110} />
          {both.map((run) => (
            <Table.Th key={run.thread_id} className="ren-break" title={run.thread_id}>
              {runName(run)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(([name, text]) => (
          <Table.Tr key={name}>
            <Table.Th>{name}</Table.Th>
            {both.map((run) => (
              <Table.Td key={run.thread_id}>{text(run)}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
