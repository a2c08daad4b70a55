import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { runsQuery } from "~/api/queries";
import { Card } from "~/components/Card";
import { Empty } from "~/components/Empty";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { RunTable } from "~/pages/runs/RunTable";

/** The runs of one flow. */
export function FlowRuns({ flowId }: { flowId: string }) {
  const { t } = useTranslation();
  const runs = useInfiniteQuery(runsQuery({ flow_id: flowId }));
  const items = runs.data?.pages.flatMap((page) => page.items) ?? [];
  const more = () => {
    if (runs.hasNextPage && !runs.isFetchingNextPage) void runs.fetchNextPage();
  };
  if (runs.error) return <ProblemAlert error={runs.error} />;
  if (runs.isPending) return <Waiting />;
  return (
    <>
      <Card p={0}>
        {items.length === 0 ? (
          <Empty
            icon="runs"
            sentence={t("flows.noRuns")}
            action={
              <Button component={Link} to={`/flows/${flowId}?start=1`}>
                {t("flows.start")}
              </Button>
            }
            command={`renflow run ${flowId}`}
          />
        ) : (
          <RunTable runs={items} onEnd={more} />
        )}
      </Card>
      {runs.hasNextPage && (
        <Button mt="md" variant="default" loading={runs.isFetchingNextPage} onClick={more}>
          {t("common.more")}
        </Button>
      )}
    </>
  );
}
