import { Button, FileInput, Group, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Suspense, useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { post } from "~/api/client";
import type { Flow, ProblemPart } from "~/api/types";
import { bpmnCheckQuery } from "~/bpmn/checking";
import { FileProblems } from "~/bpmn/FileProblems";
import { isXml, nameInXml, nameOfFile, type ReadFile, readFile } from "~/bpmn/readFile";
import { XmlText } from "~/bpmn/XmlText";
import { Dialog } from "~/components/Dialog";
import { useFieldProblems, useFirstMarked } from "~/components/form/useFieldProblems";
import { JsonEditor } from "~/components/json/LazyJsonEditor";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";

interface NewFlowProps {
  opened: boolean;
  onClose: () => void;
  /** A file that was dropped. */
  file: File | undefined;
}

const SETTLED_MS = 400;
const ROWS = 12;

/** A flow from a document or a BPMN file: pasted, or a file of the reader's own. */
export function NewFlow({ opened, onClose, file }: NewFlowProps) {
  const { t } = useTranslation();
  return (
    <Dialog opened={opened} onClose={onClose} title={t("flows.add")} size="xl">
      <NewFlowForm onClose={onClose} dropped={file} />
    </Dialog>
  );
}

function NewFlowForm({ onClose, dropped }: { onClose: () => void; dropped: File | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [text, setText] = useState("");
  const [trouble, setTrouble] = useState<Extract<ReadFile, { trouble: string }>["trouble"]>();
  const create = useMutation({
    mutationFn: () => createFlow(name.trim(), text),
    onSuccess: async (flow) => {
      await client.invalidateQueries({ queryKey: ["flows"] });
      await navigate(`/flows/${flow.id}`);
    },
  });
  const form = useRef<HTMLDivElement>(null);
  const problems = useFieldProblems(create.error, ["name"]);
  useFirstMarked(form, create.error);
  // What is wrong with the file is told below it already.
  const isTold = ({ pointer }: ProblemPart) => pointer === "/name" || (isXml(text) && pointer === "/bpmn");
  const read = async (file: File | null) => {
    if (file === null) return;
    const found = await readFile(file);
    setTrouble("trouble" in found ? found.trouble : undefined);
    if ("trouble" in found) return;
    setText(found.text);
    const own = isXml(found.text) ? nameInXml(found.text) : nameIn(found.text);
    setName((before) => before || (own ?? nameOfFile(file.name)));
  };
  const take = useEffectEvent(read);
  useEffect(() => {
    if (dropped !== undefined) void take(dropped);
  }, [dropped]);
  return (
    <Stack ref={form}>
      <FileInput
        label={t("flows.file")}
        placeholder={dropped?.name ?? t("flows.choose")}
        accept="application/json,.json,.bpmn,.xml,application/xml"
        error={trouble && t(`bpmn.${trouble}`)}
        onChange={(file) => void read(file)}
      />
      <TextInput
        label={t("flows.name")}
        required
        error={problems.at("name") ?? null}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {isXml(text) ? (
        <BpmnText text={text} onText={setText} />
      ) : (
        <Suspense fallback={<Waiting />}>
          <JsonEditor label={t("flows.document")} value={text} onChange={setText} height={280} />
        </Suspense>
      )}
      <ProblemAlert error={create.error} isMarked={isTold} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("common.notNow")}
        </Button>
        <Button
          disabled={!name.trim() || !text.trim()}
          loading={create.isPending}
          onClick={() => create.mutate()}
        >
          {t("flows.create")}
        </Button>
      </Group>
    </Stack>
  );
}

/** The text of a BPMN file, and what is wrong with it. */
function BpmnText({ text, onText }: { text: string; onText: (text: string) => void }) {
  const { t } = useTranslation();
  const [settled] = useDebouncedValue(text, SETTLED_MS, { leading: true });
  const { data, error } = useQuery(bpmnCheckQuery(settled));
  return (
    <>
      <XmlText value={text} rows={ROWS} onChange={onText} />
      <div role="status">
        {data?.problems.length === 0 && (
          <Text size="sm" className="ren-green">
            {t("bpmn.noProblems")}
          </Text>
        )}
        {data && data.problems.length > 0 && <FileProblems problems={data.problems} />}
      </div>
      <ProblemAlert error={error} />
    </>
  );
}

function createFlow(name: string, text: string): Promise<Flow> {
  if (isXml(text)) return post<Flow>("/flows", { name, bpmn: text });
  const dsl: unknown = JSON.parse(text);
  return post<Flow>("/flows", { name, dsl });
}

function nameIn(text: string): string | undefined {
  try {
    const { name } = JSON.parse(text) as { name?: unknown };
    return typeof name === "string" ? name : undefined;
  } catch {
    return undefined;
  }
}
