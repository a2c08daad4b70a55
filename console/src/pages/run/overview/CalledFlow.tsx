import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { NodeState, Run } from "~/api/types";
import { Section } from "~/components/Section";
import { NodeStatusBadge, StatusBadge } from "~/components/StatusBadge";
import { NodeName } from "~/names/nodeNames";
import type { SetRunSearch } from "../selection";

/** Where a node of a run is written: in the run's own flow, or in one that is called. */
export function placeOf(run: Run, nodeId: string): { flowId: string; version: number; id: string } {
  const cut = nodeId.lastIndexOf("/");
  const caller = run.subflows.find((each) => each.node === nodeId.slice(0, Math.max(0, cut)));
  if (!caller) return { flowId: run.flow_id, version: run.version, id: nodeId };
  return { flowId: caller.flow_id, version: caller.version, id: nodeId.slice(cut + 1) };
}

interface CalledFlowProps {
  run: Run;
  node: NodeState;
  setSearch: SetRunSearch;
}

/** Of a node that calls a flow: which version that is, and how its nodes stand. */
export function CalledFlow({ run, node, setSearch }: CalledFlowProps) {
  const { t } = useTranslation();
  const called = run.subflows.find((each) => each.node === node.id);
  if (!called) return null;
  const inner = run.nodes.filter((each) => each.id.startsWith(`${node.id}/`));
  return (
    <Stack gap="xs" mb="sm">
      <Text size="sm">
        {t("overview.calls")}{" "}
        <Anchor component={Link} to={`/flows/${called.flow_id}?version=${called.version}`} inherit>
          {called.flow_id} v{called.version}
        </Anchor>
      </Text>
      {inner.map((each) => (
        <Group key={each.id} gap="xs">
          <NodeStatusBadge status={each.status} />
          <Button size="compact-sm" variant="subtle" onClick={() => setSearch({ node: each.id })}>
            <NodeName id={each.id} />
          </Button>
        </Group>
      ))}
    </Stack>
  );
}

/** The runs that this one started, and waits or waited for. */
export function Children({ run }: { run: Run }) {
  const { t } = useTranslation();
  if (run.children.length === 0) return null;
  return (
    <Section title={t("overview.children")}>
      <Stack gap="xs">
        {run.children.map((each) => (
          <Group key={each.thread_id} gap="xs">
            <StatusBadge status={each.status} reason={each.reason} />
            <Anchor component={Link} to={`/runs/${each.thread_id}`} size="sm" className="ren-break">
              {each.thread_id}
            </Anchor>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
