import { Group, Title } from "@mantine/core";
import type { ReactNode } from "react";

export interface SectionProps {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

/** A part of a page or of a tab, with a heading below the page's own. */
export function Section({ title, aside, children }: SectionProps) {
  return (
    <section>
      {(title || aside) && (
        <Group justify="space-between" mb="sm" gap="xs">
          {title && (
            <Title order={2} size="h2">
              {title}
            </Title>
          )}
          {aside}
        </Group>
      )}
      {children}
    </section>
  );
}
