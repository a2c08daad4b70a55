import { Button, Group, Modal, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useResume } from "~/api/commands";
import { stateQuery } from "~/api/queries";
import type { Run, State } from "~/api/types";
import { FieldInput } from "~/components/form/FieldInput";
import { DiffView } from "~/components/json/DiffView";
import { JsonView } from "~/components/json/JsonView";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { editOf, entriesOf, type StateField, stateFields } from "./stateEdit";

interface EditStateProps {
  run: Run;
  opened: boolean;
  onClose: () => void;
}

/** Changes a resting run's state and lets it go on; what will be different is shown first. */
export function EditState({ run, opened, onClose }: EditStateProps) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    ...stateQuery(run.thread_id),
    enabled: opened,
    refetchOnWindowFocus: false,
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("edit.title")}
      size="xl"
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <ProblemAlert error={error} />
      {data === undefined ? (
        <Waiting />
      ) : (
        <EditForm key={data.checkpoint_id} run={run} state={data} onClose={onClose} />
      )}
    </Modal>
  );
}

function EditForm({ run, state, onClose }: { run: Run; state: State; onClose: () => void }) {
  const { t } = useTranslation();
  const resume = useResume(run.thread_id);
  // The form stays as it was opened: a state that is looked at again must not undo what was typed.
  const [fields] = useState(() => stateFields(state.values));
  const [before] = useState(state.values);
  const [entries, setEntries] = useState(() => entriesOf(fields));
  const [added, setAdded] = useState<Record<string, string>>({});
  const edit = useMemo(() => editOf(fields, entries, added), [fields, entries, added]);
  const after = useMemo(() => ({ ...before, ...edit.updates }), [before, edit]);
  const isChanged = Object.keys(edit.updates).length > 0;
  const submit = () => resume.mutate({ updates: edit.updates }, { onSuccess: onClose });
  return (
    <Stack>
      <Text size="sm">{t("edit.explain")}</Text>
      {fields.map((field) =>
        field.isPreview ? (
          <LongValue key={field.name} field={field} />
        ) : (
          <FieldInput
            key={field.name}
            field={{ ...field, title: field.name, required: false, choices: [] }}
            entry={entries[field.name] ?? ""}
            error={edit.unreadable.includes(field.name) ? t("json.unreadable") : undefined}
            onChange={(entry) => setEntries({ ...entries, [field.name]: entry })}
          />
        ),
      )}
      {Object.entries(added).map(([name, text]) => (
        <FieldInput
          key={name}
          field={{ name, kind: "json", title: name, required: false, choices: [] }}
          entry={text}
          error={edit.unreadable.includes(name) ? t("json.unreadable") : undefined}
          onChange={(entry) => setAdded({ ...added, [name]: String(entry) })}
        />
      ))}
      <NewKey taken={Object.keys(after)} onAdd={(name) => setAdded({ ...added, [name]: "" })} />
      <div>
        <Title order={3} size="h2" mb="xs">
          {t("edit.changes")}
        </Title>
        <DiffView before={before} after={after} />
      </div>
      <ProblemAlert error={resume.error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("common.notNow")}
        </Button>
        <Button
          disabled={!isChanged || edit.unreadable.length > 0}
          loading={resume.isPending}
          onClick={submit}
        >
          {t("edit.resume", { count: Object.keys(edit.updates).length })}
        </Button>
      </Group>
    </Stack>
  );
}

function LongValue({ field }: { field: StateField }) {
  const { t } = useTranslation();
  return (
    <div>
      <Text size="sm" fw={500}>
        {field.name}
      </Text>
      <Text size="xs" c="dimmed">
        {t("edit.tooLong")}
      </Text>
      <JsonView value={field.value} />
    </div>
  );
}

function NewKey({ taken, onAdd }: { taken: string[]; onAdd: (name: string) => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const isTaken = taken.includes(name.trim());
  return (
    <Group align="flex-end" gap="xs">
      <TextInput
        label={t("edit.newKey")}
        value={name}
        error={isTaken ? t("edit.taken") : null}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button
        variant="default"
        disabled={!name.trim() || isTaken}
        onClick={() => {
          onAdd(name.trim());
          setName("");
        }}
      >
        {t("edit.add")}
      </Button>
    </Group>
  );
}
