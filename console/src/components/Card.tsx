import { Group, Paper, type PaperProps, Title } from "@mantine/core";
import type { ReactNode } from "react";

interface CardProps extends PaperProps {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

/** A part of a page, with a heading. */
export function Card({ title, aside, children, ...paper }: CardProps) {
  return (
    <Paper withBorder p="md" {...paper} className={`ren-card ${paper.className ?? ""}`}>
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
    </Paper>
  );
}
