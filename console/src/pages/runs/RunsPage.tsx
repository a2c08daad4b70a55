import { Button, Group, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { runsQuery } from "~/api/queries";
import { Card } from "~/components/Card";
import { Empty } from "~/components/Empty";
import { PageHead } from "~/components/PageHead";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { useFormat } from "~/format/useFormat";
import { useSearch } from "~/url/search";
import { BulkBar } from "./BulkBar";
import { Filters } from "./Filters";
import { ImportRun, useImportedRun } from "./ImportRun";
import { RunTable } from "./RunTable";
import { SavedViews } from "./SavedViews";
import { useSelection } from "./useSelection";
import { filterOf, NOTHING, queryOf, SEARCH } from "./views";

/** All runs, filtered and sorted by the server. */
export function RunsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const [search, setSearch] = useSearch(SEARCH);
  const filter = useMemo(() => filterOf(search), [search]);
  const runs = useInfiniteQuery(runsQuery(queryOf(search)));
  const items = useMemo(() => runs.data?.pages.flatMap((page) => page.items) ?? [], [runs.data]);
  const total = runs.data?.pages[0]?.total ?? 0;
  const selection = useSelection(items, JSON.stringify(filter));
  const importing = useImportedRun();
  const isFiltered = Object.keys(filter).length > 0;
  const more = () => {
    if (runs.hasNextPage && !runs.isFetchingNextPage) void runs.fetchNextPage();
  };
  const sorting = {
    sort: search.sort ?? "created",
    order: search.order ?? "desc",
    onSort: (sort: NonNullable<typeof search.sort>, order: "asc" | "desc") =>
      setSearch({ sort, order: order === "desc" ? undefined : order }),
  } as const;
  return (
    <>
      <PageHead
        title={t("nav.runs")}
        actions={
          <Group gap="xs">
            <ImportRun importing={importing} />
            <SavedViews search={search} setSearch={setSearch} />
          </Group>
        }
      />
      <Stack gap="sm">
        <Filters search={search} setSearch={setSearch} isFiltered={isFiltered} />
        <ProblemAlert error={runs.error} />
        <ProblemAlert error={importing.error} title={t("runs.notImported")} />
        <Group justify="space-between">
          <Text size="sm" c="dimmed" role="status">
            {runs.data && t("runs.total", { count: total, runs: format.number(total) })}
          </Text>
          {search.sort !== undefined && search.sort !== "created" && (
            <Button
              variant="subtle"
              size="compact-sm"
              onClick={() => setSearch({ sort: undefined, order: undefined })}
            >
              {t("runs.newestFirst")}
            </Button>
          )}
        </Group>
        <BulkBar selection={selection} filter={filter} total={total} />
        <Card p={0}>
          {runs.data === undefined ? (
            <Waiting />
          ) : items.length > 0 ? (
            <RunTable runs={items} onEnd={more} selection={selection} sorting={sorting} />
          ) : (
            <NoRuns isFiltered={isFiltered} onClear={() => setSearch(NOTHING)} />
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
