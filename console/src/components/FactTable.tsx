import { Table } from "@mantine/core";
import type { ReactNode } from "react";

interface FactTableProps {
  rows: ReadonlyArray<readonly [name: string, value: ReactNode]>;
  /** How wide the names are, in pixels. */
  names?: number;
}

/** Names with their values. */
export function FactTable({ rows, names = 130 }: FactTableProps) {
  return (
    <Table variant="vertical" layout="fixed" withRowBorders>
      <Table.Tbody>
        {rows.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th w={names} className="ren-break ren-prewrap">
              {name}
            </Table.Th>
            <Table.Td className="ren-break">{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
