import { Table } from "@mantine/core";
import { Suspense } from "react";
import { lazyPart } from "~/api/parts";
import { Waiting } from "~/components/Waiting";
import { hasMachines, RunCells, RunHeads, type RunTableProps } from "./RunRow";

/** More rows than that are held only while they are in sight. */
const LONG = 200;

const LongRunTable = lazyPart(() => import("./LongRunTable"), "LongRunTable");

/** Runs, a row each; on a narrow screen a card each. */
export function RunTable({ runs, onEnd, selection, sorting }: RunTableProps) {
  if (runs.length > LONG) {
    return (
      <Suspense fallback={<Waiting lines={8} />}>
        <LongRunTable
          runs={runs}
          onEnd={onEnd}
          {...(selection && { selection })}
          {...(sorting && { sorting })}
        />
      </Suspense>
    );
  }
  return (
    <Table highlightOnHover verticalSpacing="sm" layout="fixed" className="ren-table">
      <Table.Thead>
        <RunHeads selection={selection} sorting={sorting} hasMachines={hasMachines(runs)} />
      </Table.Thead>
      <Table.Tbody>
        {runs.map((run) => (
          <Table.Tr key={run.thread_id}>
            <RunCells run={run} isSelected={selection?.has(run.thread_id)} onSelect={selection?.toggle} />
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
