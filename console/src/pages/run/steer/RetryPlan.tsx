import { List, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { stepsQuery } from "~/api/queries";
import type { Run } from "~/api/types";

/** What a retry will do again, and what it will keep. */
export function RetryPlan({ run }: { run: Run }) {
  const { t } = useTranslation();
  const node = run.error?.node;
  const loops =
    useInfiniteQuery(stepsQuery(run.thread_id, {})).data?.pages[0]?.loops.filter(
      (loop) => loop.node === node,
    ) ?? [];
  const again = loops.reduce((sum, loop) => sum + loop.failed + loop.skipped, 0);
  const kept = loops.reduce((sum, loop) => sum + loop.done, 0);
  const done = run.nodes.filter((each) => each.status === "finished" && each.id !== node);
  return (
    <Stack gap="xs">
      <Text size="sm">{t("plan.retry", { node: node ?? "–" })}</Text>
      <List size="sm">
        {again > 0 && <List.Item>{t("plan.itemsAgain", { count: again })}</List.Item>}
        {kept > 0 && <List.Item>{t("plan.itemsKept", { count: kept })}</List.Item>}
        {done.length > 0 && (
          <List.Item>{t("plan.nodesKept", { nodes: done.map((each) => each.id).join(", ") })}</List.Item>
        )}
      </List>
    </Stack>
  );
}
