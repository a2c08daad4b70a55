import { Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { Card } from "~/components/Card";
import { Empty } from "~/components/Empty";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";

interface ListedProps<Item> {
  data: { items: readonly Item[] } | undefined;
  error: Error | null;
  /** What is said where there are none, and the command that makes or lists some. */
  none: string;
  command: string;
  children: (item: Item) => ReactNode;
}

/** A card for each of what is looked up. */
export function Listed<Item>({ data, error, none, command, children }: ListedProps<Item>) {
  return (
    <Stack>
      <ProblemAlert error={error} />
      {data === undefined && error === null && <Waiting />}
      {data?.items.length === 0 && (
        <Card>
          <Empty icon="library" sentence={none} command={command} />
        </Card>
      )}
      {data?.items.map(children)}
    </Stack>
  );
}
