import { Alert, Button, Stack } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { tasksQuery } from "~/api/queries";
import { Card } from "~/components/Card";
import { Empty } from "~/components/Empty";
import { PageHead } from "~/components/PageHead";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { useSearch } from "~/url/search";
import { TaskCard } from "./TaskCard";
import { SEARCH, TaskFilters } from "./TaskFilters";

/** Forms and questions that runs wait for. */
export function TasksPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearch(SEARCH);
  const query = useInfiniteQuery(tasksQuery({ flow_id: search.flow, assignee: search.assignee }));
  const tasks = query.data?.pages.flatMap((page) => page.items);
  const missing = query.data?.pages.at(-1)?.unreachable ?? [];
  const isNarrowed = search.flow !== undefined || search.assignee !== undefined;
  return (
    <>
      <PageHead title={t("nav.tasks")} lead={t("tasks.lead")} />
      <Stack>
        <TaskFilters search={search} setSearch={setSearch} />
        <ProblemAlert error={query.error} />
        {missing.length > 0 && (
          <Alert color="yellow">{t("tasks.missing", { names: missing.join(", ") })}</Alert>
        )}
        {tasks === undefined && query.error === null && <Waiting lines={4} />}
        {tasks?.length === 0 && <Nothing isNarrowed={isNarrowed} />}
        {tasks?.map((task) => (
          <TaskCard key={`${task.thread_id} ${task.key}`} task={task} />
        ))}
        {query.hasNextPage && (
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            {t("common.more")}
          </Button>
        )}
      </Stack>
    </>
  );
}

function Nothing({ isNarrowed }: { isNarrowed: boolean }) {
  const { t } = useTranslation();
  const action = isNarrowed ? (
    <Button component={Link} to="/tasks" variant="default">
      {t("tasks.all")}
    </Button>
  ) : (
    <Button component={Link} to="/runs" variant="default">
      {t("tasks.toRuns")}
    </Button>
  );
  return (
    <Card>
      <Empty
        icon="tasks"
        sentence={t(isNarrowed ? "tasks.noneFits" : "tasks.none")}
        action={action}
        command="renflow tasks"
      />
    </Card>
  );
}
