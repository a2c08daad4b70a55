import { Button, Group, SimpleGrid, Stack, Text, UnstyledButton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { save } from "~/api/client";
import { artifactsQuery } from "~/api/queries";
import type { Artifact } from "~/api/types";
import { Icon } from "~/components/icons";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { useFormat } from "~/format/useFormat";
import { EmptyTab } from "../EmptyTab";
import type { TabProps } from "../tabProps";
import { artifactAddress } from "./address";
import { isPicture } from "./kinds";
import { Preview } from "./Preview";
import { Thumbnail } from "./Thumbnail";

/** What the run wrote: pictures as thumbnails, the rest as files; each to be looked at and saved. */
export function Artifacts({ run, search, setSearch }: TabProps) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(artifactsQuery(run.thread_id));
  const { refetch } = query;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another status may have other files
  useEffect(() => void refetch(), [run.status, refetch]);
  if (query.error) return <ProblemAlert error={query.error} />;
  if (query.isPending) return <Waiting />;
  const files = query.data.pages.flatMap((page) => page.items);
  const hidden = query.data.pages[0]?.hidden ?? 0;
  if (files.length === 0 && hidden === 0)
    return <EmptyTab icon="file" sentence={t("artifacts.none")} run={run} setSearch={setSearch} />;
  const opened = files.find((each) => each.name === search.file);
  return (
    <Stack>
      {opened && (
        <Preview threadId={run.thread_id} file={opened} onClose={() => setSearch({ file: undefined })} />
      )}
      <SimpleGrid cols={{ base: 1, xs: 2, xl: 3 }} spacing="sm">
        {files.map((file) => (
          <File
            key={file.name}
            threadId={run.thread_id}
            file={file}
            onOpen={() => setSearch({ file: file.name })}
          />
        ))}
      </SimpleGrid>
      {hidden > 0 && (
        <Text size="sm" c="dimmed">
          {t("artifacts.hidden", { count: hidden })}
        </Text>
      )}
      {query.hasNextPage && (
        <Button variant="default" onClick={() => void query.fetchNextPage()}>
          {t("common.more")}
        </Button>
      )}
    </Stack>
  );
}

function File({ threadId, file, onOpen }: { threadId: string; file: Artifact; onOpen: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const address = artifactAddress(threadId, file.name);
  return (
    <div className="ren-file">
      <UnstyledButton
        onClick={onOpen}
        className="ren-file-open"
        aria-label={t("artifacts.open", { name: file.name })}
      >
        {isPicture(file.name) ? <Thumbnail address={address} file={file} /> : <Icon name="file" size={28} />}
      </UnstyledButton>
      <Text size="sm" truncate title={file.name}>
        {file.name}
      </Text>
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed">
          {format.bytes(file.size)}
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<Icon name="download" size={12} />}
          aria-label={t("artifacts.saveNamed", { name: file.name })}
          onClick={() => void save(address, file.name.split("/").at(-1) ?? file.name)}
        >
          {t("artifacts.save")}
        </Button>
      </Group>
    </div>
  );
}
