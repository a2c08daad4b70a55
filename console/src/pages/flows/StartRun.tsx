import { Button, Group, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useStart } from "~/api/commands";
import type { FlowDocument, JsonObject, VersionDocument } from "~/api/types";
import { Dialog } from "~/components/Dialog";
import { SchemaInputs } from "~/components/form/SchemaInputs";
import { SendForm } from "~/components/form/SendForm";
import { fieldsOf, wordOf } from "~/components/form/schemaForm";
import { type Titled, TitleInputs } from "~/components/form/TitleInputs";
import { uploadsOf } from "~/components/form/uploaded";
import { useFieldProblems } from "~/components/form/useFieldProblems";
import { useInputs } from "~/components/form/useInputs";
import { ProblemAlert } from "~/components/ProblemAlert";
import { documentOf } from "./document";

interface StartRunProps {
  document: VersionDocument;
  opened: boolean;
  onClose: () => void;
}

/** Starts a run, with a form made from what the flow declares as its inputs. */
export function StartRun({ document, opened, onClose }: StartRunProps) {
  const { t, i18n } = useTranslation();
  const content = documentOf(document);
  const title = t("start.title", {
    flow: wordOf(content as unknown as JsonObject, "name", i18n.language) ?? document.flow_id,
    version: document.version,
  });
  return (
    <Dialog opened={opened} onClose={onClose} title={title} size="lg">
      <StartForm document={document} onClose={onClose} />
    </Dialog>
  );
}

function StartForm({ document, onClose }: Omit<StartRunProps, "opened">) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const start = useStart();
  const content = documentOf(document);
  const fields = fieldsOf(content.inputs, i18n.language);
  const inputs = useInputs(fields);
  const { form, asJson } = inputs;
  const [name, setName] = useState("");
  const [named, setNamed] = useState<Titled>({ title: "", tags: [] });
  const problems = useFieldProblems(start.error, ["thread_id", "title", "tags"]);
  const uploads = asJson ? {} : uploadsOf(form.entries);

  const submit = async () => {
    const input = inputs.read();
    if (input === undefined) return;
    const run = await start.mutateAsync({
      flow_id: document.flow_id,
      version: document.version,
      input,
      ...(Object.keys(uploads).length > 0 && { uploads }),
      ...(name.trim() && { thread_id: name.trim() }),
      ...(named.title.trim() && { title: named.title.trim() }),
      ...(named.tags.length > 0 && { tags: named.tags }),
    });
    await navigate(`/runs/${run.thread_id}`);
  };

  return (
    <SendForm error={start.error} marked={inputs.missing} onSend={submit}>
      <Description document={content} />
      {!document.published && (
        <Text size="sm" className="ren-amber">
          {t("start.draft")}
        </Text>
      )}
      <SchemaInputs fields={fields} inputs={inputs} problems={problems} label={t("start.input")} />
      <TitleInputs value={named} onChange={setNamed} problems={problems} />
      <TextInput
        label={t("start.name")}
        description={t("start.nameExplain")}
        error={problems.at("thread_id") ?? null}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <ProblemAlert error={start.error} {...(!asJson && { isMarked: problems.isMarked })} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("common.notNow")}
        </Button>
        <Button
          type="submit"
          loading={start.isPending}
          disabled={!asJson && (form.isMoving || form.isMissingFile)}
        >
          {t("flows.start")}
        </Button>
      </Group>
    </SendForm>
  );
}

/** What the flow says of itself, in the reader's language. */
function Description({ document }: { document: FlowDocument }) {
  const { i18n } = useTranslation();
  const text = wordOf(document as unknown as JsonObject, "description", i18n.language);
  return text === undefined ? null : (
    <Text size="sm" c="dimmed" className="ren-prewrap">
      {text}
    </Text>
  );
}
