import { Group, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** A part of a tab, with a heading below the page's own. */
export function Section({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section>
      <Group justify="space-between" mb="xs" gap="xs">
        <Title order={2} size="h2">
          {title}
        </Title>
        {aside}
      </Group>
      {children}
    </section>
  );
}
