import { Table } from "@mantine/core";
import { Card } from "~/components/Card";

interface FactsProps {
  title: string;
  rows: Array<[name: string, value: string]>;
  /** How wide the names are, in pixels. */
  names?: number;
}

/** Names with their values. */
export function Facts({ title, rows, names = 130 }: FactsProps) {
  return (
    <Card title={title}>
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
    </Card>
  );
}
