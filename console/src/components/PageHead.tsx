import { Group, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";

interface PageHeadProps {
  title: string;
  lead?: string;
  actions?: ReactNode;
}

/** A page's name, in its window's title too. */
export function PageHead({ title, lead, actions }: PageHeadProps) {
  useDocumentTitle(`${title} · renflow`);
  return (
    <Group justify="space-between" align="flex-start" mb="md" gap="sm">
      <div className="ren-shrink">
        <Title order={1} className="ren-break">
          {title}
        </Title>
        {lead && (
          <Text c="dimmed" size="sm" mt={2} className="ren-break">
            {lead}
          </Text>
        )}
      </div>
      {actions}
    </Group>
  );
}
