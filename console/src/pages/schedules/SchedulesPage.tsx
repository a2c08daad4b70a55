import { Anchor, Button, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { flowsQuery, schedulesQuery } from "~/api/queries";
import type { Schedule } from "~/api/types";
import { Card } from "~/components/Card";
import { type Column, DataTable } from "~/components/DataTable";
import { Empty } from "~/components/Empty";
import { PageHead } from "~/components/PageHead";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { flowName } from "~/names/words";
import { asFlag, asText, useSearch } from "~/url/search";
import { ScheduleForm } from "./ScheduleForm";
import { LastTime, NextTime, StateBadge, TimesText } from "./ScheduleWords";
import { scheduleName } from "./times";

const SEARCH = { new: asFlag, flow: asText };

/** Runs that start by themselves. */
export function SchedulesPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearch(SEARCH);
  const schedules = useInfiniteQuery(schedulesQuery());
  const items = schedules.data?.pages.flatMap((page) => page.items);
  const add = <Button onClick={() => setSearch({ new: true })}>{t("schedules.add")}</Button>;
  return (
    <>
      <PageHead title={t("nav.schedules")} lead={t("schedules.lead")} actions={add} />
      <ProblemAlert error={schedules.error} />
      <Card p={0}>
        {items === undefined && !schedules.error && <Waiting />}
        {items?.length === 0 && (
          <Empty
            icon="clock"
            sentence={t("schedules.none")}
            action={add}
            command="renflow schedules add FLOW --cron '0 3 * * *'"
          />
        )}
        {items && items.length > 0 && <ScheduleTable schedules={items} />}
      </Card>
      {schedules.hasNextPage && (
        <Button
          mt="md"
          variant="default"
          loading={schedules.isFetchingNextPage}
          onClick={() => void schedules.fetchNextPage()}
        >
          {t("common.more")}
        </Button>
      )}
      <ScheduleForm
        opened={search.new === true}
        flowId={search.flow}
        onClose={() => setSearch({ new: undefined, flow: undefined }, { replace: true })}
      />
    </>
  );
}

function ScheduleTable({ schedules }: { schedules: Schedule[] }) {
  const { t, i18n } = useTranslation();
  const flows = useQuery(flowsQuery()).data?.items;
  const nameOf = (id: string) => {
    const flow = flows?.find((each) => each.id === id);
    return flow ? flowName(flow, i18n.language) : id;
  };
  const columns: Array<Column<Schedule>> = [
    {
      name: t("schedules.schedule"),
      isPlain: true,
      cell: (each) => (
        <>
          <Anchor component={Link} to={`/schedules/${each.id}`} fw={600} className="ren-break">
            <bdi>{scheduleName(each)}</bdi>
          </Anchor>
          <Text size="xs" c="dimmed" className="ren-break">
            <TimesText schedule={each} />
          </Text>
        </>
      ),
    },
    {
      name: t("schedules.flow"),
      cell: (each) => (
        <Anchor component={Link} to={`/flows/${each.flow_id}`} size="sm" className="ren-break">
          {nameOf(each.flow_id)}
        </Anchor>
      ),
    },
    { name: t("schedules.state"), cell: (each) => <StateBadge schedule={each} /> },
    { name: t("schedules.next"), cell: (each) => (each.next[0] ? <NextTime time={each.next[0]} /> : "–") },
    { name: t("schedules.last"), cell: (each) => <LastTime schedule={each} /> },
  ];
  return (
    <DataTable
      columns={columns}
      rows={schedules}
      rowKey={({ id }) => id}
      highlightOnHover
      verticalSpacing="sm"
    />
  );
}
