import { Table } from "@mantine/core";
import { type TableComponents, TableVirtuoso } from "react-virtuoso";
import type { RunSummary } from "~/api/types";
import { hasMachines, RunCells, RunHeads, type RunTableProps } from "./RunRow";

/** The same table for thousands of runs: it holds the rows in sight, and scrolls with the page. */
export function LongRunTable({ runs, onEnd, selection, sorting }: RunTableProps) {
  return (
    <TableVirtuoso
      useWindowScroll
      data={runs}
      context={{ count: runs.length }}
      components={PARTS}
      computeItemKey={(_, run) => run.thread_id}
      fixedHeaderContent={() => (
        <RunHeads selection={selection} sorting={sorting} hasMachines={hasMachines(runs)} />
      )}
      itemContent={(_, run) => (
        <RunCells run={run} isSelected={selection?.has(run.thread_id)} onSelect={selection?.toggle} />
      )}
      increaseViewportBy={600}
      endReached={onEnd}
    />
  );
}

/** One more row: the heading counts. */
const PARTS: TableComponents<RunSummary, { count: number }> = {
  Table: ({ context, ...table }) => (
    <Table
      highlightOnHover
      verticalSpacing="sm"
      layout="fixed"
      {...table}
      className="ren-table"
      aria-rowcount={context.count + 1}
    />
  ),
  TableHead: ({ context: _, ...head }) => <Table.Thead {...head} style={{}} />,
  TableBody: ({ context: _, ...body }) => <Table.Tbody {...body} />,
  TableRow: ({ context: _, item: _run, ...row }) => (
    <Table.Tr {...row} aria-rowindex={row["data-index"] + 2} />
  ),
  FillerRow: ({ height }) => (
    <tr className="ren-filler" style={{ height }}>
      <td colSpan={9} />
    </tr>
  ),
};
