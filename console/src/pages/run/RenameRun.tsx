import { Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRename } from "~/api/commands";
import type { Run } from "~/api/types";
import { Dialog } from "~/components/Dialog";
import { TitleInputs } from "~/components/form/TitleInputs";
import { useFieldProblems } from "~/components/form/useFieldProblems";
import { ProblemAlert } from "~/components/ProblemAlert";

interface RenameRunProps {
  run: Run;
  opened: boolean;
  onClose: () => void;
}

/** Gives the run another title and other tags. */
export function RenameRun({ run, opened, onClose }: RenameRunProps) {
  const { t } = useTranslation();
  return (
    <Dialog opened={opened} onClose={onClose} title={t("titles.action")}>
      <RenameForm run={run} onClose={onClose} />
    </Dialog>
  );
}

function RenameForm({ run, onClose }: Omit<RenameRunProps, "opened">) {
  const { t } = useTranslation();
  const rename = useRename(run.thread_id);
  const problems = useFieldProblems(rename.error, ["title", "tags"]);
  const [named, setNamed] = useState({ title: run.title ?? "", tags: run.tags });
  const submit = async () => {
    await rename.mutateAsync({ title: named.title.trim() || null, tags: named.tags });
    onClose();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit().catch(() => undefined); // shown below, from the command
      }}
    >
      <Stack>
        <TitleInputs value={named} onChange={setNamed} problems={problems} />
        <ProblemAlert error={rename.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common.notNow")}
          </Button>
          <Button type="submit" loading={rename.isPending}>
            {t("titles.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
