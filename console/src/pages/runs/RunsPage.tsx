import { Button, Group, SegmentedControl, Select, Stack, TextInput } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { flowsQuery, runsQuery } from "~/api/queries";
import { Card } from "~/components/Card";
import { Empty } from "~/components/Empty";
import { Icon } from "~/components/icons";
import { PageHead } from "~/components/PageHead";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { flowName } from "~/names/words";
import { asText, oneOf, useSearch } from "~/url/search";
import { RunTable } from "./RunTable";
import { statusesOf, VIEWS, type View } from "./views";

const SEARCH = { view: oneOf(...VIEWS), flow: asText, q: asText };

/** All runs, newest first, filtered by the server. */
export function RunsPage() {
  const { t, i18n } = useTranslation();
  const [search, setSearch] = useSearch(SEARCH);
  const view: View = search.view ?? "all";
  const flows = useQuery(flowsQuery()).data?.items ?? [];
  const runs = useInfiniteQuery(
    runsQuery(given({ status: statusesOf(view), flow_id: search.flow, q: search.q })),
  );
  const items = runs.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = view !== "all" || search.flow !== undefined || search.q !== undefined;
  const more = () => {
    if (runs.hasNextPage && !runs.isFetchingNextPage) void runs.fetchNextPage();
  };
  const clear = () => setSearch({ view: undefined, flow: undefined, q: undefined });
  return (
    <>
      <PageHead title={t("nav.runs")} />
      <Stack>
        <Group gap="sm" align="flex-end">
          <div className="ren-scroll-x">
            <SegmentedControl
              size="sm"
              aria-label={t("runs.view")}
              value={view}
              onChange={(value) => setSearch({ view: value === "all" ? undefined : (value as View) })}
              data={VIEWS.map((value) => ({ value, label: t(`runs.views.${value}`) }))}
            />
          </div>
          <Select
            aria-label={t("runs.flow")}
            placeholder={t("runs.everyFlow")}
            clearable
            searchable
            data={flows.map((flow) => ({ value: flow.id, label: flowName(flow, i18n.language) }))}
            value={search.flow ?? null}
            onChange={(value) => setSearch({ flow: value ?? undefined })}
          />
          <TextInput
            aria-label={t("runs.search")}
            placeholder={t("runs.search")}
            leftSection={<Icon name="search" />}
            value={search.q ?? ""}
            onChange={(event) => setSearch({ q: event.currentTarget.value }, { replace: true })}
          />
        </Group>
        <ProblemAlert error={runs.error} />
        <Card p={0}>
          {runs.data === undefined ? (
            <Waiting />
          ) : items.length > 0 ? (
            <RunTable runs={items} onEnd={more} />
          ) : (
            <NoRuns isFiltered={isFiltered} onClear={clear} />
          )}
        </Card>
        {runs.hasNextPage && (
          <Button variant="default" loading={runs.isFetchingNextPage} onClick={more}>
            {t("common.more")}
          </Button>
        )}
      </Stack>
    </>
  );
}

function NoRuns({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  const { t } = useTranslation();
  if (isFiltered) {
    return (
      <Empty
        icon="search"
        sentence={t("runs.noMatch")}
        action={<Button onClick={onClear}>{t("runs.clear")}</Button>}
        command="renflow runs --status error"
      />
    );
  }
  return (
    <Empty
      icon="runs"
      sentence={t("runs.none")}
      action={
        <Button component={Link} to="/flows">
          {t("home.startOne")}
        </Button>
      }
      command="renflow run FLOW"
    />
  );
}

function given<Filter extends object>(filter: Filter): Partial<Filter> {
  return Object.fromEntries(
    Object.entries(filter).filter(([, value]) => value !== undefined),
  ) as Partial<Filter>;
}
