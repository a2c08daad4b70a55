import { Stack, Text } from "@mantine/core";
import { useDidUpdate } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { artifactsQuery } from "~/api/queries";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { EmptyTab } from "../EmptyTab";
import type { TabProps } from "../tabProps";
import { type Entry, FileGrid } from "./FileGrid";
import { FolderPath } from "./FolderPath";
import { Preview } from "./Preview";
import { Toolbar } from "./Toolbar";

/** What the run wrote, folder by folder: to be searched, looked at and saved, however many there are. */
export function Artifacts({ run, search, setSearch }: TabProps) {
  const { t } = useTranslation();
  const folder = search.folder ?? "";
  const query = useInfiniteQuery(
    artifactsQuery(run.thread_id, { folder, q: search.find, kind: search.kind }),
  );
  const { refetch } = query;
  useDidUpdate(() => void refetch(), [run.status]); // another status may have other files
  if (query.error) return <ProblemAlert error={query.error} />;
  if (query.isPending) return <Waiting />;
  const [first] = query.data.pages;
  const entries: Entry[] = [
    ...(first?.folders ?? []).map((each) => ({ folder: each })),
    ...query.data.pages.flatMap((page) => page.items.map((file) => ({ file }))),
  ];
  const hidden = first?.hidden ?? 0;
  const isNarrowed = folder !== "" || search.find !== undefined || search.kind !== undefined;
  if (entries.length === 0 && hidden === 0 && !isNarrowed)
    return <EmptyTab icon="file" sentence={t("artifacts.none")} run={run} setSearch={setSearch} />;
  return (
    <Stack>
      {search.file !== undefined && (
        <Preview
          key={search.file}
          threadId={run.thread_id}
          name={search.file}
          version={run.status}
          onClose={() => setSearch({ file: undefined })}
        />
      )}
      <Toolbar threadId={run.thread_id} search={search} setSearch={setSearch} total={first?.total ?? 0} />
      <FolderPath folder={folder} onOpen={(name) => setSearch({ folder: name })} />
      {entries.length === 0 && <Text c="dimmed">{t("artifacts.noMatch")}</Text>}
      <FileGrid
        key={`${folder} ${search.find} ${search.kind}`}
        threadId={run.thread_id}
        entries={entries}
        onOpen={(name) => setSearch({ file: name })}
        onFolder={(name) => setSearch({ folder: name, find: undefined })}
        hasMore={query.hasNextPage && !query.isFetching}
        onEnd={() => void query.fetchNextPage()}
      />
      {hidden > 0 && (
        <Text size="sm" c="dimmed">
          {t("artifacts.hidden", { count: hidden })}
        </Text>
      )}
    </Stack>
  );
}
