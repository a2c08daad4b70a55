import { Group, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { flowsQuery } from "~/api/queries";
import { useTasks } from "~/live/useTasks";
import { flowName } from "~/names/words";
import { asText, type Search } from "~/url/search";

/** What the list of tasks is narrowed to; it stands in the address. */
export const SEARCH = { flow: asText, assignee: asText };
type TaskSearch = Search<typeof SEARCH>;

interface TaskFiltersProps {
  search: TaskSearch;
  setSearch: (changes: { [Name in keyof TaskSearch]?: TaskSearch[Name] | undefined }) => void;
}

/** Tasks of a flow, and those for somebody. */
export function TaskFilters({ search, setSearch }: TaskFiltersProps) {
  const { t, i18n } = useTranslation();
  const { tasks } = useTasks();
  const flows = useQuery(flowsQuery()).data?.items ?? [];
  const flowIds = [...new Set([...tasks.map((task) => task.flow_id), ...given(search.flow)])];
  const people = new Set([
    ...tasks.flatMap((task) => (task.assignee === null ? [] : [task.assignee])),
    ...given(search.assignee),
  ]);
  const nameOf = (id: string) => {
    const flow = flows.find((each) => each.id === id);
    return flow === undefined ? id : flowName(flow, i18n.language);
  };
  const isOf = search.flow !== undefined || search.assignee !== undefined;
  if (!isOf && flowIds.length < 2 && people.size === 0) return null;
  return (
    <Group gap="sm" className="ren-filters">
      <Select
        label={t("tasks.flow")}
        placeholder={t("tasks.anyFlow")}
        data={flowIds.map((id) => ({ value: id, label: nameOf(id) }))}
        value={search.flow ?? null}
        onChange={(flow) => setSearch({ flow: flow ?? undefined })}
        clearable
        searchable
      />
      <Select
        label={t("tasks.assignee")}
        placeholder={t("tasks.anybody")}
        data={[...people].sort()}
        value={search.assignee ?? null}
        onChange={(assignee) => setSearch({ assignee: assignee ?? undefined })}
        clearable
        searchable
      />
    </Group>
  );
}

const given = (value: string | undefined) => (value === undefined ? [] : [value]);
