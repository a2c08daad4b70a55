import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useRerun } from "~/api/commands";
import { versionQuery } from "~/api/queries";
import type { Run } from "~/api/types";
import { FieldInput } from "~/components/form/FieldInput";
import { fieldsOf, initialEntries, readEntries, typed } from "~/components/form/schemaForm";
import { TitleInputs } from "~/components/form/TitleInputs";
import { useFieldProblems, useFirstMarked } from "~/components/form/useFieldProblems";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { documentOf } from "~/pages/flows/document";
import { editOf, entriesOf, stateFields } from "../steer/stateEdit";

interface RunAgainProps {
  run: Run;
  opened: boolean;
  onClose: () => void;
}

/** Starts the run's flow again, with the same input or another one. */
export function RunAgain({ run, opened, onClose }: RunAgainProps) {
  const { t } = useTranslation();
  const { data, error } = useQuery({ ...versionQuery(run.flow_id, run.version), enabled: opened });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("again.title")}
      size="lg"
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <ProblemAlert error={error} />
      {data === undefined ? (
        <Waiting />
      ) : (
        <AgainForm run={run} inputs={documentOf(data).inputs} onClose={onClose} />
      )}
    </Modal>
  );
}

interface AgainFormProps {
  run: Run;
  inputs: ReturnType<typeof documentOf>["inputs"];
  onClose: () => void;
}

function AgainForm({ run, inputs, onClose }: AgainFormProps) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const rerun = useRerun(run.thread_id);
  const [given] = useState(() => stateFields(run.input));
  // What the old run left to the flow's defaults.
  const declared = fieldsOf(inputs, i18n.language).map(typed);
  const [left] = useState(() => declared.filter((field) => !(field.name in run.input)));
  const [untouched] = useState(() => ({ ...entriesOf(given), ...initialEntries(left) }));
  const [entries, setEntries] = useState(untouched);
  const [named, setNamed] = useState({ title: run.title ?? "", tags: run.tags });
  const [name, setName] = useState("");
  const edit = useMemo(() => {
    const changed = left.filter((field) => entries[field.name] !== untouched[field.name]);
    const further = readEntries(changed, entries);
    const { updates, unreadable } = editOf(given, entries, {});
    return {
      input: { ...updates, ...further.value },
      unreadable: [...unreadable, ...further.unreadable],
    };
  }, [given, left, entries, untouched]);
  const form = useRef<HTMLFormElement>(null);
  const problems = useFieldProblems(rerun.error, ["thread_id", "title", "tags"]);
  useFirstMarked(form, rerun.error);
  const titles = Object.fromEntries(declared.map((field) => [field.name, field.title]));
  const fields = [
    ...given
      .filter((field) => !field.isPreview)
      .map(({ name, kind }) => ({
        name,
        kind,
        title: titles[name] ?? name,
        required: false,
        choices: [],
      })),
    ...left.map((field) => ({ ...field, required: false })),
  ];
  const submit = async () => {
    const made = await rerun.mutateAsync({
      input: edit.input,
      ...(name.trim() && { thread_id: name.trim() }),
      ...(named.title.trim() && { title: named.title.trim() }),
      tags: named.tags,
    });
    await navigate(`/runs/${made.thread_id}`);
  };
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        submit().catch(() => undefined); // shown below, from the command
      }}
    >
      <Stack>
        <Text size="sm">{t("again.explain")}</Text>
        {fields.map((field) => (
          <FieldInput
            key={field.name}
            field={field}
            entry={entries[field.name] ?? ""}
            error={edit.unreadable.includes(field.name) ? t("json.unreadable") : problems.of(field.name)}
            onChange={(entry) => setEntries({ ...entries, [field.name]: entry })}
          />
        ))}
        <TitleInputs value={named} onChange={setNamed} problems={problems} />
        <TextInput
          label={t("start.name")}
          description={t("start.nameExplain")}
          error={problems.at("thread_id") ?? null}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ProblemAlert error={rerun.error} isMarked={problems.isMarked} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common.notNow")}
          </Button>
          <Button
            type="submit"
            loading={rerun.isPending}
            disabled={edit.unreadable.length > 0}
            data-autofocus
          >
            {Object.keys(edit.input).length > 0
              ? t("again.startChanged", { count: Object.keys(edit.input).length })
              : t("again.start")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
