import { Button, Group, Stack, Switch, Text, TextInput } from "@mantine/core";
import { Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useStart } from "~/api/commands";
import type { FlowDocument, JsonObject, VersionDocument } from "~/api/types";
import { Dialog } from "~/components/Dialog";
import { FormField } from "~/components/form/FormField";
import { fieldsOf, isUploaded, readEntries, uploadsOf, wordOf } from "~/components/form/schemaForm";
import { type Titled, TitleInputs } from "~/components/form/TitleInputs";
import { useEntries } from "~/components/form/useEntries";
import { useFieldProblems, useFirstMarked } from "~/components/form/useFieldProblems";
import { JsonEditor } from "~/components/json/LazyJsonEditor";
import { readJson } from "~/components/json/readJson";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
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
  const box = useRef<HTMLFormElement>(null);
  const form = useEntries(fields);
  const { entries, isMoving } = form;
  const [name, setName] = useState("");
  const [named, setNamed] = useState<Titled>({ title: "", tags: [] });
  const [asJson, setAsJson] = useState(fields.length === 0);
  const [text, setText] = useState("{}");
  const [unreadable, setUnreadable] = useState<string[]>([]);
  const problems = useFieldProblems(start.error, ["thread_id", "title", "tags"]);
  const uploads = asJson ? {} : uploadsOf(entries);
  useFirstMarked(box, start.error, unreadable);

  const submit = async () => {
    const read = asJson ? readJson(text) : readEntries(fields, entries);
    setUnreadable(read.unreadable);
    if (read.unreadable.length > 0) return;
    const run = await start.mutateAsync({
      flow_id: document.flow_id,
      version: document.version,
      input: read.value,
      ...(Object.keys(uploads).length > 0 && { uploads }),
      ...(name.trim() && { thread_id: name.trim() }),
      ...(named.title.trim() && { title: named.title.trim() }),
      ...(named.tags.length > 0 && { tags: named.tags }),
    });
    await navigate(`/runs/${run.thread_id}`);
  };
  const toggle = () => {
    if (!asJson) setText(JSON.stringify(readEntries(fields, entries).value, null, 2));
    setAsJson(!asJson);
  };

  return (
    <form
      ref={box}
      onSubmit={(event) => {
        event.preventDefault();
        submit().catch(() => undefined); // shown below, from the command
      }}
    >
      <Stack>
        <Description document={content} />
        {!document.published && (
          <Text size="sm" className="ren-amber">
            {t("start.draft")}
          </Text>
        )}
        {asJson ? (
          <Suspense fallback={<Waiting />}>
            <JsonEditor label={t("start.input")} value={text} onChange={setText} height={220} />
          </Suspense>
        ) : (
          fields.map((field) => (
            <FormField
              key={field.name}
              field={field}
              form={form}
              unreadable={unreadable}
              problems={problems}
            />
          ))
        )}
        {asJson && unreadable.length > 0 && <Text className="ren-red">{t("json.unreadable")}</Text>}
        {fields.length > 0 && (
          <Switch
            label={t("start.asJson")}
            checked={asJson}
            disabled={isMoving || Object.values(entries).some(isUploaded)}
            onChange={toggle}
          />
        )}
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
            disabled={!asJson && (isMoving || form.isMissingFile)}
          >
            {t("flows.start")}
          </Button>
        </Group>
      </Stack>
    </form>
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
