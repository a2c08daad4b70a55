import { Button, Group, Text, UnstyledButton } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { VirtuosoGrid } from "react-virtuoso";
import { save } from "~/api/client";
import type { Artifact, Folder } from "~/api/types";
import { Icon } from "~/components/icons";
import { useFormat } from "~/format/useFormat";
import { artifactAddress } from "./address";
import { isPicture } from "./kinds";
import { Thumbnail } from "./Thumbnail";

/** Drawn at once; what fits the window follows when that is measured. */
const AT_FIRST = 24;

/** What stands in a folder. */
export type Entry = { folder: Folder } | { file: Artifact };

interface FileGridProps {
  threadId: string;
  entries: Entry[];
  onOpen: (name: string) => void;
  onFolder: (name: string) => void;
  /** More can be had now. */
  hasMore: boolean;
  onEnd: () => void;
}

/** Folders, then files: only those in sight are in the page, whatever their number. */
export function FileGrid({ threadId, entries, onOpen, onFolder, hasMore, onEnd }: FileGridProps) {
  const [last, setLast] = useState(0);
  // Not only when the end comes into sight: what is there may be asked for anew at that moment.
  const isDue = hasMore && last >= entries.length - AT_FIRST;
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever the function, it is called once when due
  useEffect(() => {
    if (isDue) onEnd();
  }, [isDue, entries.length]);
  return (
    <VirtuosoGrid
      useWindowScroll
      data={entries}
      computeItemKey={(_, entry) => ("file" in entry ? entry.file.name : `${entry.folder.name}/`)}
      listClassName="ren-files"
      initialItemCount={Math.min(entries.length, AT_FIRST)}
      increaseViewportBy={300}
      rangeChanged={({ endIndex }) => setLast(endIndex)}
      itemContent={(_, entry) =>
        "file" in entry ? (
          <FileBox threadId={threadId} file={entry.file} onOpen={() => onOpen(entry.file.name)} />
        ) : (
          <FolderBox folder={entry.folder} onOpen={() => onFolder(entry.folder.name)} />
        )
      }
    />
  );
}

function baseName(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

function FolderBox({ folder, onOpen }: { folder: Folder; onOpen: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="ren-file">
      <UnstyledButton
        onClick={onOpen}
        className="ren-file-open"
        aria-label={t("artifacts.openFolder", { name: folder.name })}
      >
        <Icon name="folder" size={36} />
      </UnstyledButton>
      <Text size="sm" truncate title={folder.name}>
        {baseName(folder.name)}
      </Text>
      <Text size="xs" c="dimmed">
        {t("artifacts.count", { count: folder.files })}
      </Text>
    </div>
  );
}

function FileBox({ threadId, file, onOpen }: { threadId: string; file: Artifact; onOpen: () => void }) {
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
        {isPicture(file) ? (
          <Thumbnail address={address} version={file.modified} />
        ) : (
          <Icon name="file" size={28} />
        )}
      </UnstyledButton>
      <Text size="sm" truncate title={file.name}>
        {baseName(file.name)}
      </Text>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="xs" c="dimmed">
          {format.bytes(file.size)}
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<Icon name="download" size={12} />}
          aria-label={t("artifacts.saveNamed", { name: file.name })}
          onClick={() => void save(address, baseName(file.name))}
        >
          {t("artifacts.save")}
        </Button>
      </Group>
    </div>
  );
}
