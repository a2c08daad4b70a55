import { Table, type TableProps } from "@mantine/core";
import type { ReactNode } from "react";

export interface Column<Row> {
  name: string;
  cell: (row: Row) => ReactNode;
  /** Where rows are cards: what stands there without its name, as it names itself. */
  isPlain?: boolean;
}

interface DataTableProps<Row> extends TableProps {
  columns: Array<Column<Row>>;
  rows: Row[];
  rowKey: (row: Row) => string | number;
}

/** Rows under names; on a narrow screen a card each. */
export function DataTable<Row>({ columns, rows, rowKey, ...table }: DataTableProps<Row>) {
  return (
    <Table className="ren-table" {...table}>
      <Table.Thead>
        <Table.Tr>
          {columns.map(({ name }) => (
            <Table.Th key={name}>{name}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={rowKey(row)}>
            {columns.map(({ name, cell, isPlain = false }) => (
              <Table.Td key={name} data-label={isPlain ? undefined : name}>
                {cell(row)}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
