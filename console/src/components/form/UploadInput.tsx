import { Button, FileButton, Group, Progress, Stack, Text, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Chosen, forget, isClutter, type Transfer, unpack, upload } from "~/api/uploads";
import { Icon } from "~/components/icons";
import { ProblemAlert } from "~/components/ProblemAlert";
import { useFormat } from "~/format/useFormat";
import { type Entry, type Field, initialEntry, isKept, isUploaded } from "./schemaForm";

interface UploadInputProps {
  field: Field;
  description: string | undefined;
  entry: Entry;
  error?: string | undefined;
  onChange: (entry: Entry) => void;
}

/** A path or address, files that the run has, or files of the reader's own machine, which are brought to the server at once. */
export function UploadInput({ field, description, entry, error, onChange }: UploadInputProps) {
  const { t } = useTranslation();
  const { transfer, failure, passedOver, bring, stop } = useUpload(field, entry, onChange);
  const uploaded = isUploaded(entry) ? entry : undefined;
  const isBusy = transfer !== undefined;
  const label = isKept(entry) ? t("upload.kept", { name: entry.name }) : uploaded?.label;
  const before = initialEntry(field);
  const clear = (instead: Entry) => {
    if (uploaded) forget(uploaded.upload);
    onChange(instead);
  };
  return (
    <Stack gap={6}>
      <TextInput
        label={field.title}
        description={description}
        required={field.required}
        error={error ?? null}
        value={label ?? (typeof entry === "string" ? entry : "")}
        readOnly={label !== undefined || isBusy}
        placeholder={t(field.kind === "folder" ? "upload.orFolderPath" : "upload.orFilePath")}
        leftSection={label !== undefined && <Icon name="check" size={14} />}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {transfer ? (
        <Moving transfer={transfer} onStop={stop} />
      ) : (
        <Group gap="xs">
          {label !== undefined ? (
            <Button size="compact-sm" variant="default" onClick={() => clear("")}>
              {t("upload.another")}
            </Button>
          ) : (
            <Choosers field={field} onChosen={bring} />
          )}
          {isKept(before) && !isKept(entry) && (
            <Button size="compact-sm" variant="default" onClick={() => clear(before)}>
              {t("upload.keep", { name: before.name })}
            </Button>
          )}
        </Group>
      )}
      {passedOver > 0 && (
        <Text size="xs" c="dimmed">
          {t("upload.passedOver", { count: passedOver })}
        </Text>
      )}
      <ProblemAlert error={failure} title={t("upload.failed")} />
    </Stack>
  );
}

function Choosers({ field, onChosen }: { field: Field; onChosen: (files: File[]) => void }) {
  const { t } = useTranslation();
  const named = (words: string) => `${words}: ${field.title}`;
  const files = t(field.kind === "folder" ? "upload.filesOrZip" : "upload.files");
  return (
    <>
      {field.kind === "folder" && <FolderButton label={named(t("upload.folder"))} onChosen={onChosen} />}
      <FileButton
        multiple
        onChange={(chosen) => onChosen(Array.isArray(chosen) ? chosen : chosen ? [chosen] : [])}
        inputProps={{ "aria-label": named(files) }}
      >
        {(props) => (
          <Button {...props} size="compact-sm" variant="default" aria-label={named(files)}>
            {files}
          </Button>
        )}
      </FileButton>
    </>
  );
}

function FolderButton({ label, onChosen }: { label: string; onChosen: (files: File[]) => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        {...{ webkitdirectory: "" }}
        onChange={(event) => {
          onChosen([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      <Button size="compact-sm" variant="light" aria-label={label} onClick={() => input.current?.click()}>
        {t("upload.folder")}
      </Button>
    </>
  );
}

function Moving({ transfer, onStop }: { transfer: Transfer; onStop: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = transfer.totalBytes > 0 ? (100 * transfer.bytes) / transfer.totalBytes : 100;
  return (
    <div>
      <Group justify="space-between" gap="xs" mb={4}>
        <Text size="xs" role="status">
          {transfer.waits
            ? t("upload.waits")
            : t("upload.moving", {
                done: format.bytes(transfer.bytes),
                total: format.bytes(transfer.totalBytes),
                files: transfer.files,
                totalFiles: transfer.totalFiles,
              })}
        </Text>
        <Button size="compact-xs" variant="default" onClick={onStop}>
          {t("upload.stop")}
        </Button>
      </Group>
      <Progress value={share} aria-label={t("upload.progress")} />
    </div>
  );
}

/** An upload for one field: under way, failed, or in the field. */
function useUpload(field: Field, entry: Entry, onChange: (entry: Entry) => void) {
  const { t } = useTranslation();
  const [transfer, setTransfer] = useState<Transfer>();
  const [failure, setFailure] = useState<unknown>(null);
  const [passedOver, setPassedOver] = useState(0);
  const stopping = useRef<AbortController>(undefined);
  useEffect(() => () => stopping.current?.abort(), []);
  const bring = async (files: File[]) => {
    const all: Chosen[] = files.map((file) => ({ path: file.webkitRelativePath || file.name, file }));
    const chosen = all.filter((each) => !isClutter(each.path));
    setFailure(null);
    setPassedOver(all.length - chosen.length);
    const first = chosen[0];
    if (first === undefined) return;
    const stop = new AbortController();
    stopping.current = stop;
    onChange({ moving: true });
    try {
      const id = await upload(chosen, setTransfer, stop.signal);
      const isArchive = field.kind === "folder" && chosen.length === 1 && /\.zip$/i.test(first.path);
      const path = isArchive ? await unpack(id, first.path) : placeOf(chosen);
      const label = t("upload.chosen", { name: path || first.path, count: chosen.length });
      onChange({ upload: id, path, label });
    } catch (error) {
      if (!stop.signal.aborted) setFailure(error);
      onChange(typeof entry === "string" ? entry : "");
    } finally {
      setTransfer(undefined);
    }
  };
  const stop = () => stopping.current?.abort();
  return { transfer, failure, passedOver, bring: (files: File[]) => void bring(files), stop };
}

/** The folder that was chosen, or the only file; all of the upload where several files were. */
function placeOf(chosen: readonly Chosen[]): string {
  const [first] = chosen;
  if (first === undefined) return "";
  const [top, ...below] = first.path.split("/");
  return below.length > 0 ? (top ?? "") : chosen.length === 1 ? first.path : "";
}
