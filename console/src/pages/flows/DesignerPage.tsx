import { Alert, Button, Grid, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { lazyPart } from "~/api/parts";
import { flowQuery, versionQuery } from "~/api/queries";
import type { Flow } from "~/api/types";
import { Card } from "~/components/Card";
import { Icon } from "~/components/icons";
import { PageHead } from "~/components/PageHead";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { flowName, nodeName } from "~/names/words";
import { asNumber, asText, useSearch } from "~/url/search";
import { documentOf } from "./document";
import { NodeDetails } from "./NodeDetails";

const FlowGraph = lazyPart(() => import("~/graph/FlowGraph"), "FlowGraph");
const HEIGHTS = [420, 620] as const;
const SEARCH = { version: asNumber, node: asText };

/** The place of the designer: a version's graph, to be read. */
export function DesignerPage() {
  const { t, i18n } = useTranslation();
  const { flowId = "" } = useParams();
  const { data, error } = useQuery(flowQuery(flowId));
  if (error) return <ProblemAlert error={error} />;
  return (
    <>
      <PageHead
        title={data ? flowName(data, i18n.language) : flowId}
        lead={t("flows.designer")}
        actions={
          <Button component={Link} to={`/flows/${flowId}`} variant="default">
            {t("flows.back")}
          </Button>
        }
      />
      {data === undefined ? <Waiting /> : <Canvas flow={data} />}
    </>
  );
}

function Canvas({ flow }: { flow: Flow }) {
  const { t, i18n } = useTranslation();
  const [search, setSearch] = useSearch(SEARCH);
  const version = search.version ?? flow.latest_version ?? 1;
  const { data, error } = useQuery(versionQuery(flow.id, version));
  if (error) return <ProblemAlert error={error} />;
  if (data === undefined) return <Waiting />;
  const document = documentOf(data);
  const node = document.nodes.find((each) => each.id === search.node);
  return (
    <>
      <Alert icon={<Icon name="edit" />} variant="light" mb="md" color="gray">
        {t("flows.readOnly", { version })}
      </Alert>
      <Grid>
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Card p="xs">
            <Suspense fallback={<Waiting />}>
              <FlowGraph
                document={document}
                selected={search.node}
                onSelect={(id) => setSearch({ node: id })}
                heights={HEIGHTS}
              />
            </Suspense>
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Card title={node ? nodeName(node, i18n.language) : t("flows.node")}>
            {node ? <NodeDetails node={node} /> : <Text c="dimmed">{t("flows.chooseNode")}</Text>}
          </Card>
        </Grid.Col>
      </Grid>
    </>
  );
}
