import { Table } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { RunSummary } from "~/api/types";
import { Waiting } from "~/components/Waiting";
import { RunCells, RunHeads } from "./RunRow";

/** More rows than that are held only while they are in sight. */
const LONG = 200;

const LongRunTable = lazy(async () => ({ default: (await import("./LongRunTable")).LongRunTable }));

interface RunTableProps {
  runs: RunSummary[];
  /** The end of a long list is in sight. */
  onEnd: () => void;
}

/** Runs, a row each; on a narrow screen a card each. */
export function RunTable({ runs, onEnd }: RunTableProps) {
  if (runs.length > LONG) {
    return (
      <Suspense fallback={<Waiting lines={8} />}>
        <LongRunTable runs={runs} onEnd={onEnd} />
      </Suspense>
    );
  }
  return (
    <Table highlightOnHover verticalSpacing="sm" layout="fixed" className="ren-table">
      <Table.Thead>
        <RunHeads />
      </Table.Thead>
      <Table.Tbody>
        {runs.map((run) => (
          <Table.Tr key={run.thread_id}>
            <RunCells run={run} />
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
