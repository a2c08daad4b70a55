import { SimpleGrid, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { versionQuery } from "~/api/queries";
import type { JsonObject } from "~/api/types";
import { Card } from "~/components/Card";
import { wordOf } from "~/components/form/schemaForm";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { FlowPicture } from "~/graph/FlowPicture";
import { nodeName } from "~/names/words";
import { documentOf } from "./document";
import { NodeDetails } from "./NodeDetails";

const HEIGHTS = [300, 520] as const;

/** What a version does: its text, its graph, the node that is selected. */
export function FlowOverview({ flowId, version }: { flowId: string; version: number }) {
  const { t, i18n } = useTranslation();
  const { data, error } = useQuery(versionQuery(flowId, version));
  const [selected, setSelected] = useState<string>();
  if (error) return <ProblemAlert error={error} />;
  if (data === undefined) return <Waiting />;
  const document = documentOf(data);
  const description = wordOf(document as unknown as JsonObject, "description", i18n.language);
  const node = document.nodes.find((each) => each.id === selected);
  return (
    <Stack>
      {description !== undefined && <Text className="ren-prewrap">{description}</Text>}
      <SimpleGrid cols={{ base: 1, lg: data.format === "bpmn" ? 1 : 2 }}>
        <Card title={t("flows.graph")} aside={<Text c="dimmed">{t("common.version", { version })}</Text>}>
          <FlowPicture version={data} selected={selected} onSelect={setSelected} heights={HEIGHTS} />
        </Card>
        <Card title={node ? nodeName(node, i18n.language) : t("flows.node")}>
          {node ? <NodeDetails node={node} /> : <Text c="dimmed">{t("flows.chooseNode")}</Text>}
        </Card>
      </SimpleGrid>
    </Stack>
  );
}
