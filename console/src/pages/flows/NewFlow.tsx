import { Button, FileInput, Group, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { post } from "~/api/client";
import type { Flow, ProblemPart } from "~/api/types";
import { Dialog } from "~/components/Dialog";
import { useFieldProblems, useFirstMarked } from "~/components/form/useFieldProblems";
import { JsonEditor } from "~/components/json/LazyJsonEditor";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";

interface NewFlowProps {
  opened: boolean;
  onClose: () => void;
}

/** A flow from a document: pasted, or a file of the reader's own. */
export function NewFlow({ opened, onClose }: NewFlowProps) {
  const { t } = useTranslation();
  return (
    <Dialog opened={opened} onClose={onClose} title={t("flows.add")} size="xl">
      <NewFlowForm onClose={onClose} />
    </Dialog>
  );
}

function NewFlowForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [text, setText] = useState("");
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
  const isOfName = (problem: ProblemPart) => problem.pointer === "/name";
  const read = async (file: File | null) => {
    if (file === null) return;
    const content = await file.text();
    setText(content);
    setName((before) => before || nameIn(content) || file.name.replace(/\.json$/i, ""));
  };
  return (
    <Stack ref={form}>
      <FileInput
        label={t("flows.file")}
        placeholder={t("flows.choose")}
        accept="application/json,.json"
        onChange={(file) => void read(file)}
      />
      <TextInput
        label={t("flows.name")}
        required
        error={problems.at("name") ?? null}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Suspense fallback={<Waiting />}>
        <JsonEditor label={t("flows.document")} value={text} onChange={setText} height={280} />
      </Suspense>
      <ProblemAlert error={create.error} isMarked={isOfName} />
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

function createFlow(name: string, text: string): Promise<Flow> {
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
