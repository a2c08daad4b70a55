import { SimpleGrid, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { versionQuery } from "~/api/queries";
import { Card } from "~/components/Card";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { documentOf } from "./document";
import { NodeDetails } from "./NodeDetails";

const FlowGraph = lazy(async () => ({ default: (await import("~/graph/FlowGraph")).FlowGraph }));

const HEIGHTS = [300, 520] as const;

/** What a version does: its text, its graph, the node that is selected. */
export function FlowOverview({ flowId, version }: { flowId: string; version: number }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(versionQuery(flowId, version));
  const [selected, setSelected] = useState<string>();
  if (error) return <ProblemAlert error={error} />;
  if (data === undefined) return <Waiting />;
  const document = documentOf(data);
  const node = document.nodes.find((each) => each.id === selected);
  return (
    <Stack>
      {document.description && <Text className="ren-prewrap">{document.description}</Text>}
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Card title={t("flows.graph")} aside={<Text c="dimmed">{t("common.version", { version })}</Text>}>
          <Suspense fallback={<Waiting />}>
            <FlowGraph document={document} selected={selected} onSelect={setSelected} heights={HEIGHTS} />
          </Suspense>
        </Card>
        <Card title={node ? node.id : t("flows.node")}>
          {node ? <NodeDetails node={node} /> : <Text c="dimmed">{t("flows.chooseNode")}</Text>}
        </Card>
      </SimpleGrid>
    </Stack>
  );
}
