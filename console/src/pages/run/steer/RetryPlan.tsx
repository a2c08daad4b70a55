import { List, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { itemSumsQuery } from "~/api/queries";
import type { Run, StepPage } from "~/api/types";
import { useNodeName } from "~/names/nodeNames";

interface RetryPlanProps {
  run: Run;
  /** Only items with this kind of error are meant. */
  error?: string | undefined;
}

/** What a retry will do again, as the server counts it, and what it will keep. */
export function RetryPlan({ run, error }: RetryPlanProps) {
  const { t } = useTranslation();
  const nameOf = useNodeName();
  const { data } = useQuery({ ...itemSumsQuery(run.thread_id), refetchOnMount: "always" });
  const node = run.error?.node;
  const again = againOf(data, error);
  const visit = Math.max(
    0,
    ...(data?.loops.filter((loop) => loop.node === node).map((loop) => loop.visit) ?? []),
  );
  const kept = data?.loops.reduce((sum, loop) => sum + (loop.visit === visit ? loop.done : 0), 0) ?? 0;
  const done = run.nodes.filter((each) => each.status === "finished" && each.id !== node);
  return (
    <Stack gap="xs">
      <Text size="sm">{t("plan.retry", { node: node == null ? "–" : nameOf(node) })}</Text>
      <List size="sm">
        {again > 0 && <List.Item>{t("plan.itemsAgain", { count: again })}</List.Item>}
        {kept > 0 && <List.Item>{t("plan.itemsKept", { count: kept })}</List.Item>}
        {done.length > 0 && (
          <List.Item>
            {t("plan.nodesKept", { nodes: done.map((each) => nameOf(each.id)).join(", ") })}
          </List.Item>
        )}
      </List>
    </Stack>
  );
}

/** How many items a retry would try again; of a kind of error where one is named. */
export function againOf(sums: StepPage | undefined, error: string | undefined): number {
  if (sums === undefined) return 0;
  return error === undefined ? sums.again : (sums.errors.find((group) => group.error === error)?.again ?? 0);
}
