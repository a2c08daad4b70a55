import { Button, Group, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useRerun } from "~/api/commands";
import { versionQuery } from "~/api/queries";
import type { Run } from "~/api/types";
import { Dialog } from "~/components/Dialog";
import { againFields, againOf, changesOf } from "~/components/form/againInput";
import { FormField } from "~/components/form/FormField";
import { SendForm } from "~/components/form/SendForm";
import { fieldsOf } from "~/components/form/schemaForm";
import { TitleInputs } from "~/components/form/TitleInputs";
import { useEntries } from "~/components/form/useEntries";
import { useFieldProblems } from "~/components/form/useFieldProblems";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { documentOf } from "~/pages/flows/document";

interface RunAgainProps {
  run: Run;
  opened: boolean;
  onClose: () => void;
}

/** Starts the run's flow again, with the same input or another one. */
export function RunAgain({ run, opened, onClose }: RunAgainProps) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    ...versionQuery(run.flow_id, run.version, run.machine),
    enabled: opened,
  });
  return (
    <Dialog opened={opened} onClose={onClose} title={t("again.title")} size="lg">
      <ProblemAlert error={error} />
      {data === undefined ? (
        <Waiting />
      ) : (
        <AgainForm run={run} inputs={documentOf(data).inputs} onClose={onClose} />
      )}
    </Dialog>
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
  const fields = useMemo(
    () => againFields(run.input, fieldsOf(inputs, i18n.language)),
    [run.input, inputs, i18n.language],
  );
  const form = useEntries(fields);
  const [named, setNamed] = useState({ title: run.title ?? "", tags: run.tags });
  const [name, setName] = useState("");
  const edit = useMemo(() => againOf(run.input, fields, form.entries), [run.input, fields, form.entries]);
  const changes = changesOf(edit);
  const problems = useFieldProblems(rerun.error, ["thread_id", "title", "tags"]);
  const submit = async () => {
    const made = await rerun.mutateAsync({
      input: edit.input,
      ...(edit.without.length > 0 && { without: edit.without }),
      ...(Object.keys(edit.uploads).length > 0 && { uploads: edit.uploads }),
      ...(name.trim() && { thread_id: name.trim() }),
      ...(named.title.trim() && { title: named.title.trim() }),
      tags: named.tags,
    });
    await navigate(`/runs/${made.thread_id}`, { flushSync: true });
  };
  return (
    <SendForm error={rerun.error} onSend={submit}>
      <Text size="sm">{t("again.explain")}</Text>
      {fields.map((field) => (
        <FormField
          key={field.name}
          field={field}
          form={form}
          unreadable={edit.unreadable}
          problems={problems}
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
          disabled={form.isMoving || form.isMissingFile || edit.unreadable.length > 0}
        >
          {changes > 0 ? t("again.startChanged", { count: changes }) : t("again.start")}
        </Button>
      </Group>
    </SendForm>
  );
}
