import { Button, FileButton, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useImport } from "~/api/commands";
import type { Transfer } from "~/api/uploads";
import { Icon } from "~/components/icons";
import { useFormat } from "~/format/useFormat";

export interface Importing {
  bring: (file: File) => void;
  isPending: boolean;
  transfer: Transfer | undefined;
  error: unknown;
}

/** A run in a file, exported elsewhere, becomes one of this server's; its page opens. */
export function useImportedRun(): Importing {
  const navigate = useNavigate();
  const [transfer, setTransfer] = useState<Transfer>();
  const { mutate, isPending, error } = useImport(setTransfer);
  const bring = (file: File) =>
    mutate(file, {
      onSuccess: (run) => void navigate(`/runs/${run.thread_id}`),
      onSettled: () => setTransfer(undefined),
    });
  return { bring, isPending, transfer, error };
}

export function ImportRun({ importing }: { importing: Importing }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { transfer } = importing;
  return (
    <Group gap="xs">
      {transfer && (
        <Text size="xs" c="dimmed" role="status">
          {format.bytes(transfer.bytes)} / {format.bytes(transfer.totalBytes)}
        </Text>
      )}
      <FileButton
        accept=".zip"
        onChange={(file) => file && importing.bring(file)}
        inputProps={{ "aria-label": t("runs.import") }}
      >
        {(props) => (
          <Button
            {...props}
            variant="default"
            loading={importing.isPending}
            leftSection={<Icon name="arrowUp" />}
          >
            {t("runs.import")}
          </Button>
        )}
      </FileButton>
    </Group>
  );
}
