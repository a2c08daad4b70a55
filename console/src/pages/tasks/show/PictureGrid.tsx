import { Button, Group, Modal, Stack, Text, UnstyledButton } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { artifactAddress } from "~/pages/run/artifacts/address";
import { Look } from "~/pages/run/artifacts/Preview";
import { Thumbnail } from "~/pages/run/artifacts/Thumbnail";

/** So many are drawn at once; each is loaded when it comes into sight. */
const PORTION = 60;

interface PicturesProps {
  threadId: string;
  names: readonly string[];
  /** Tells one writing of the files from another. */
  version: string;
}

/** Pictures side by side; each can be looked at large, and the next one from there. */
export function PictureGrid({ threadId, names, version }: PicturesProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(PORTION);
  const [opened, setOpened] = useState<number>();
  return (
    <>
      <ul className="ren-files ren-bare" aria-label={t("tasks.pictures")}>
        {names.slice(0, shown).map((name, index) => (
          <li key={name} className="ren-file">
            <PictureButton {...{ threadId, name, version }} onOpen={() => setOpened(index)} />
            <Text size="sm" truncate title={name}>
              {name.slice(name.lastIndexOf("/") + 1)}
            </Text>
          </li>
        ))}
      </ul>
      {names.length > shown && (
        <Button mt="sm" size="compact-sm" variant="default" onClick={() => setShown(shown + PORTION)}>
          {t("json.more", { count: names.length - shown })}
        </Button>
      )}
      <Large {...{ threadId, names, version, opened, setOpened }} />
    </>
  );
}

interface PictureButtonProps {
  threadId: string;
  name: string;
  version: string;
  onOpen: () => void;
}

function PictureButton({ threadId, name, version, onOpen }: PictureButtonProps) {
  const { t } = useTranslation();
  return (
    <UnstyledButton
      type="button"
      className="ren-file-open"
      onClick={onOpen}
      aria-label={t("artifacts.open", { name })}
    >
      <Thumbnail address={artifactAddress(threadId, name)} version={version} />
    </UnstyledButton>
  );
}

interface LargeProps extends PicturesProps {
  opened: number | undefined;
  setOpened: (index: number | undefined) => void;
}

/** One of the pictures over the page; the arrow keys lead to the others. */
function Large({ threadId, names, version, opened, setOpened }: LargeProps) {
  const { t } = useTranslation();
  const name = opened === undefined ? undefined : names[opened];
  const step = (by: number) => {
    const next = (opened ?? 0) + by;
    if (names[next] !== undefined) setOpened(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowRight") step(1);
    if (event.key === "ArrowLeft") step(-1);
  };
  return (
    <Modal
      opened={name !== undefined}
      onClose={() => setOpened(undefined)}
      onKeyDown={onKeyDown}
      title={name}
      size="xl"
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {name !== undefined && opened !== undefined && (
        <Stack>
          <Look key={name} address={artifactAddress(threadId, name)} version={version} />
          {names.length > 1 && (
            <Group justify="space-between">
              <Button variant="default" disabled={opened === 0} onClick={() => step(-1)}>
                {t("tasks.previous")}
              </Button>
              <Text size="sm" c="dimmed">
                {t("tasks.ofAll", { number: opened + 1, all: names.length })}
              </Text>
              <Button variant="default" disabled={opened === names.length - 1} onClick={() => step(1)}>
                {t("tasks.next")}
              </Button>
            </Group>
          )}
        </Stack>
      )}
    </Modal>
  );
}

/** One picture, where a table or a text has it: large on demand. */
export function PictureCell({ threadId, name, version }: Omit<PicturesProps, "names"> & { name: string }) {
  const [opened, setOpened] = useState<number>();
  return (
    <div className="ren-picture-cell">
      <PictureButton {...{ threadId, name, version }} onOpen={() => setOpened(0)} />
      <Large {...{ threadId, version, opened, setOpened }} names={[name]} />
    </div>
  );
}
