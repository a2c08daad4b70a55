import { Code, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FlowNode } from "~/api/types";
import { JsonView } from "~/components/json/JsonView";

/** What a flow says of one of its nodes. */
export function NodeDetails({ node }: { node: FlowNode }) {
  const { t } = useTranslation();
  const codeRef = node.data?.codeRef;
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <Text c="dimmed">ID</Text>
        <Code>{node.id}</Code>
      </Group>
      <Group gap="xs">
        <Text c="dimmed">{t("flows.nodeType")}</Text>
        <Code>{node.type}</Code>
      </Group>
      {typeof codeRef === "string" && (
        <Group gap="xs">
          <Text c="dimmed">{t("flows.function")}</Text>
          <Code>{codeRef}</Code>
        </Group>
      )}
      {node.data && <JsonView value={node.data} />}
    </Stack>
  );
}
