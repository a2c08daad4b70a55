import { Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useResume } from "~/api/commands";
import { stateQuery, versionQuery } from "~/api/queries";
import type { Run, State } from "~/api/types";
import { Dialog } from "~/components/Dialog";
import { FieldInput } from "~/components/form/FieldInput";
import { FormField } from "~/components/form/FormField";
import { type GivenField, givenFields, inputsBeyond } from "~/components/form/given";
import { type Entries, type Field, fieldsOf, isUploaded } from "~/components/form/schemaForm";
import { useEntries } from "~/components/form/useEntries";
import { useFieldProblems, useFirstMarked } from "~/components/form/useFieldProblems";
import { DiffView } from "~/components/json/DiffView";
import { JsonView } from "~/components/json/JsonView";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { documentOf } from "~/pages/flows/document";
import { editOf, likely } from "./stateEdit";

interface EditStateProps {
  run: Run;
  opened: boolean;
  onClose: () => void;
}

/** Changes a resting run's state and lets it go on; what will be different is shown first. */
export function EditState({ run, opened, onClose }: EditStateProps) {
  const { t, i18n } = useTranslation();
  const { data, error } = useQuery({
    ...stateQuery(run.thread_id),
    enabled: opened,
    refetchOnWindowFocus: false,
  });
  const version = useQuery({ ...versionQuery(run.flow_id, run.version, run.machine), enabled: opened });
  const declared = version.data && fieldsOf(documentOf(version.data).inputs, i18n.language);
  return (
    <Dialog opened={opened} onClose={onClose} title={t("edit.title")} size="xl">
      <ProblemAlert error={error} />
      {data === undefined || version.isPending ? (
        <Waiting />
      ) : (
        <EditForm
          key={data.checkpoint_id}
          run={run}
          state={data}
          declared={declared ?? []}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

interface EditFormProps {
  run: Run;
  state: State;
  declared: Field[];
  onClose: () => void;
}

function EditForm({ run, state, declared, onClose }: EditFormProps) {
  const { t } = useTranslation();
  const resume = useResume(run.thread_id);
  const [note, setNote] = useState("");
  const [inputs] = useState(() => inputsBeyond(state.values, declared));
  // The form stays as it was opened: a state that is looked at again must not undo what was typed.
  const [fields] = useState(() => givenFields(state.values, declared));
  const [before] = useState(state.values);
  const form = useEntries(fields);
  const { entries, isMoving } = form;
  const [added, setAdded] = useState<Record<string, string>>({});
  const edit = useMemo(() => editOf(fields, entries, added, inputs), [fields, entries, added, inputs]);
  const box = useRef<HTMLDivElement>(null);
  const problems = useFieldProblems(resume.error);
  useFirstMarked(box, resume.error);
  const known = [...fields, ...declared].map((field) => field.name);
  const after = useMemo(
    () => ({ ...before, ...edit.updates, ...uploadedNames(entries) }),
    [before, edit, entries],
  );
  const changes = Object.keys(edit.updates).length + Object.keys(edit.uploads).length;
  const submit = () =>
    resume.mutate(
      {
        updates: edit.updates,
        ...(Object.keys(edit.uploads).length > 0 && { uploads: edit.uploads }),
        ...(note.trim() && { note: note.trim() }),
      },
      { onSuccess: onClose },
    );
  return (
    <Stack ref={box}>
      <Text size="sm">{t("edit.explain")}</Text>
      {fields.map((field) =>
        field.isPreview ? (
          <LongValue key={field.name} field={field} />
        ) : (
          <FormField
            key={field.name}
            field={{ ...field, required: false }}
            form={form}
            unreadable={edit.unreadable}
            problems={problems}
          />
        ),
      )}
      {inputs.length > 0 && (
        <Text size="sm" c="dimmed">
          {t("edit.defaults")}
        </Text>
      )}
      {inputs.map((field) => (
        <FormField
          key={field.name}
          field={{ ...field, required: false, description: defaultOf(field) }}
          form={form}
          unreadable={edit.unreadable}
          problems={problems}
        />
      ))}
      {Object.entries(added).map(([name, text]) => (
        <div key={name}>
          <FieldInput
            field={{ name, kind: "json", title: name, required: false, choices: [] }}
            entry={text}
            error={edit.unreadable.includes(name) ? t("json.unreadable") : problems.of(name)}
            onChange={(entry) => setAdded((before) => ({ ...before, [name]: String(entry) }))}
          />
          <UnknownKey name={name} known={known} />
        </div>
      ))}
      <NewKey
        taken={[...Object.keys(after), ...known]}
        onAdd={(name) => setAdded({ ...added, [name]: "" })}
      />
      <TextInput
        label={t("edit.note")}
        description={t("edit.noteExplain")}
        value={note}
        maxLength={2000}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <div>
        <Title order={3} size="h2" mb="xs">
          {t("edit.changes")}
        </Title>
        <DiffView before={before} after={after} />
      </div>
      <ProblemAlert error={resume.error} isMarked={problems.isMarked} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("common.notNow")}
        </Button>
        <Button
          disabled={isMoving || changes === 0 || edit.unreadable.length > 0}
          loading={resume.isPending}
          onClick={submit}
        >
          {t("edit.resume", { count: changes })}
        </Button>
      </Group>
    </Stack>
  );
}

/** What was uploaded, by its key: the server alone knows which path it will have. */
function uploadedNames(entries: Entries): Record<string, string> {
  return Object.fromEntries(
    Object.entries(entries).flatMap(([name, entry]) => (isUploaded(entry) ? [[name, entry.label]] : [])),
  );
}

function defaultOf(field: Field): string {
  const initial = field.initial === undefined ? undefined : `= ${JSON.stringify(field.initial)}`;
  return [field.name, initial, field.description].filter(Boolean).join(" · ");
}

/** Nothing is known of this key: it may be what a function looks for, and may be a typing mistake. */
function UnknownKey({ name, known }: { name: string; known: string[] }) {
  const { t } = useTranslation();
  const meant = likely(name, known);
  return (
    <Text size="sm" className="ren-amber" role="status">
      {t("edit.unknown", { name })} {meant !== undefined && t("edit.meant", { name: meant })}
    </Text>
  );
}

function LongValue({ field }: { field: GivenField }) {
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
