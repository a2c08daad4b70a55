import { Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { post } from "~/api/client";
import type { Flow } from "~/api/types";
import { wordOf } from "~/components/form/schemaForm";
import { useFieldProblems } from "~/components/form/useFieldProblems";
import { PageHead } from "~/components/PageHead";
import { ProblemAlert } from "~/components/ProblemAlert";
import type { FlowDocument, JsonObject } from "./document/document";
import { draftServer } from "./draft/server";
import { Templates } from "./templates/Templates";

/** A new flow: a name, and what to begin with. */
export function StartPage() {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const create = useMutation({
    mutationFn: async (document: FlowDocument) => {
      const called =
        name.trim() ||
        wordOf(document as unknown as JsonObject, "name", i18n.language) ||
        t("designer.start.title");
      const flow = await post<Flow>("/flows", { name: called });
      await draftServer(flow.id).write(name.trim() ? named(document, called) : document, null);
      return flow;
    },
    onSuccess: async (flow) => {
      await client.invalidateQueries({ queryKey: ["flows"] });
      await navigate(`/flows/${flow.id}/design`);
    },
  });
  const begin = (document: FlowDocument) => {
    if (!create.isPending) create.mutate(document);
  };
  const problems = useFieldProblems(create.error, ["name"]);
  return (
    <>
      <PageHead title={t("designer.start.title")} lead={t("designer.start.lead")} />
      <Stack>
        <TextInput
          label={t("designer.start.name")}
          value={name}
          maxLength={200}
          maw={480}
          data-autofocus
          error={problems.at("name") ?? null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ProblemAlert error={create.error} isMarked={problems.isMarked} />
        <Templates choose={begin} />
      </Stack>
    </>
  );
}

/** With the reader's own name in place of the template's, which would be another one in each language. */
function named({ name_zh: _, ...document }: FlowDocument, name: string): FlowDocument {
  return { ...document, name } as FlowDocument;
}
