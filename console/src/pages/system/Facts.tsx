import { Card } from "~/components/Card";
import { FactTable } from "~/components/FactTable";

interface FactsProps {
  title: string;
  rows: Array<[name: string, value: string]>;
  /** How wide the names are, in pixels. */
  names?: number;
}

/** Names with their values, on a card. */
export function Facts({ title, ...facts }: FactsProps) {
  return (
    <Card title={title}>
      <FactTable {...facts} />
    </Card>
  );
}
