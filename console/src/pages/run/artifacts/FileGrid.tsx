import type { TFunction } from "i18next";
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
const AT_FIRST = 12;
/** More is asked for when so few are left. */
const LEFT = 24;

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
  const { t } = useTranslation();
  const format = useFormat();
  const [last, setLast] = useState(0);
  // Not only when the end comes into sight: what is there may be asked for anew at that moment.
  const isDue = hasMore && last >= entries.length - LEFT;
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
          <FileBox
            threadId={threadId}
            file={entry.file}
            onOpen={() => onOpen(entry.file.name)}
            t={t}
            format={format}
          />
        ) : (
          <FolderBox folder={entry.folder} onOpen={() => onFolder(entry.folder.name)} t={t} format={format} />
        )
      }
    />
  );
}

function baseName(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** Words and figures: asked for once, not by each of the boxes. */
interface Said {
  t: TFunction;
  format: ReturnType<typeof useFormat>;
}

interface FolderBoxProps extends Said {
  folder: Folder;
  onOpen: () => void;
}

function FolderBox({ folder, onOpen, t }: FolderBoxProps) {
  return (
    <div className="ren-file">
      <button
        type="button"
        onClick={onOpen}
        className="ren-file-open"
        aria-label={t("artifacts.openFolder", { name: folder.name })}
      >
        <Icon name="folder" size={36} />
      </button>
      <div className="ren-file-name" title={folder.name}>
        {baseName(folder.name)}
      </div>
      <div className="ren-file-size">{t("artifacts.count", { count: folder.files })}</div>
    </div>
  );
}

interface FileBoxProps extends Said {
  threadId: string;
  file: Artifact;
  onOpen: () => void;
}

/** Plain elements: there are many of them, and the first are to be there at once. */
function FileBox({ threadId, file, onOpen, t, format }: FileBoxProps) {
  const address = artifactAddress(threadId, file.name);
  return (
    <div className="ren-file">
      <button
        type="button"
        onClick={onOpen}
        className="ren-file-open"
        aria-label={t("artifacts.open", { name: file.name })}
      >
        {isPicture(file) ? (
          <Thumbnail address={address} version={file.modified} />
        ) : (
          <Icon name="file" size={28} />
        )}
      </button>
      <div className="ren-file-name" title={file.name}>
        {baseName(file.name)}
      </div>
      <div className="ren-file-foot">
        <span className="ren-file-size">{format.bytes(file.size)}</span>
        <button
          type="button"
          className="ren-file-save"
          aria-label={t("artifacts.saveNamed", { name: file.name })}
          onClick={() => void save(address, baseName(file.name))}
        >
          <Icon name="download" size={12} />
          {t("artifacts.save")}
        </button>
      </div>
    </div>
  );
}
