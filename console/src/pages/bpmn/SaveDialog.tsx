import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { path, post } from "~/api/client";
import type { Version } from "~/api/types";
import type { Forms } from "~/bpmn/checking";
import { Dialog } from "~/components/Dialog";
import { ProblemAlert } from "~/components/ProblemAlert";

interface SaveDialogProps {
  opened: boolean;
  onClose: () => void;
  flowId: string;
  /** The version that was edited, and the newest one there is. */
  base: number;
  latest: number;
  text: string;
  forms: Forms;
  onSaved: (version: Version) => void;
}

const LONGEST = 2000;

/** The file as the next version, with a note; it is a draft until somebody publishes it. */
export function SaveDialog(props: SaveDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title={t("bpmn.saveTitle")}>
      <Form {...props} />
    </Dialog>
  );
}

function Form({ onClose, flowId, base, latest, text, forms, onSaved }: SaveDialogProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [note, setNote] = useState("");
  const save = useMutation({
    mutationFn: () => {
      const said = note.trim();
      return post<Version>(path`/flows/${flowId}/versions`, {
        bpmn: text,
        forms,
        ...(said && { note: said }),
      });
    },
    onSuccess: async (version) => {
      onSaved(version);
      await client.invalidateQueries({ queryKey: ["flow", flowId] });
    },
  });
  return (
    <Stack>
      <Text size="sm">{t("bpmn.saveExplain")}</Text>
      {latest > base && (
        <Text size="sm" className="ren-amber">
          {t("bpmn.behind", { base, latest })}
        </Text>
      )}
      <Textarea
        label={t("bpmn.note")}
        value={note}
        maxLength={LONGEST}
        autosize
        minRows={2}
        data-autofocus
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <ProblemAlert error={save.error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("common.notNow")}
        </Button>
        <Button loading={save.isPending} onClick={() => save.mutate()}>
          {t("bpmn.saveVersion")}
        </Button>
      </Group>
    </Stack>
  );
}
