import { Button, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { versionQuery } from "~/api/queries";
import type { NodeState, Run } from "~/api/types";
import { Section } from "~/components/Section";
import { NodeStatusBadge } from "~/components/StatusBadge";
import { useFormat } from "~/format/useFormat";
import { useNodeName } from "~/names/nodeNames";
import { documentOf } from "~/pages/flows/document";
import { NodeDetails } from "~/pages/flows/NodeDetails";
import type { SetRunSearch } from "../selection";
import { CalledFlow, placeOf } from "./CalledFlow";

/** The node that is selected: how it stands, and what the flow says of it. */
export function NodeFacts({ run, node, setSearch }: { run: Run; node: NodeState; setSearch: SetRunSearch }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useNodeName();
  const { flowId, version, id } = placeOf(run, node.id);
  const { data } = useQuery(versionQuery(flowId, version, run.machine));
  const defined = data && documentOf(data).nodes.find((each) => each.id === id);
  return (
    <Section
      title={nameOf(node.id)}
      aside={
        <Button size="compact-sm" variant="subtle" onClick={() => setSearch({ node: undefined })}>
          {t("overview.wholeRun")}
        </Button>
      }
    >
      <Group gap="md" mb="sm">
        <NodeStatusBadge status={node.status} />
        <Text size="sm">{t("overview.visits", { count: node.visits })}</Text>
        {node.duration_s !== null && <Text size="sm">{format.span(node.duration_s)}</Text>}
      </Group>
      <Group gap="xs" mb="sm">
        <Button size="compact-sm" variant="default" onClick={() => setSearch({ tab: "logs" })}>
          {t("run.tabs.logs")}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => setSearch({ tab: "items" })}>
          {t("run.tabs.items")}
        </Button>
      </Group>
      <CalledFlow run={run} node={node} setSearch={setSearch} />
      {defined && <NodeDetails node={defined} />}
    </Section>
  );
}
