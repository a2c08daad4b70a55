import { Alert, Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, path, post } from "~/api/client";
import { flowQuery, versionQuery } from "~/api/queries";
import type { Version } from "~/api/types";
import { Dialog } from "~/components/Dialog";
import { Icon } from "~/components/icons";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Section } from "~/components/Section";
import { Waiting } from "~/components/Waiting";
import { nodeName } from "~/names/words";
import type { FlowProblem } from "../api";
import type { FlowDocument } from "../document/document";
import { Changes } from "./Changes";
import { ImpactReport } from "./Impact";

interface PublishDialogProps {
  flowId: string;
  document: FlowDocument;
  problems: readonly FlowProblem[];
  isChecking: boolean;
  save: () => Promise<number | undefined>;
  onProblems: () => void;
  onPublished: (version: number) => void;
  onClose: () => void;
}

class NotSaved extends Error {}

/** What somebody else did meanwhile, if that is in the way: a word of the catalog. */
function racedWord(error: unknown): "published" | "raced" | undefined {
  if (!(error instanceof ApiError) || error.problem.status !== 409) return undefined;
  return error.problem.code === "PUBLISHED_MEANWHILE" ? "published" : "raced";
}

/** What publishing changes, for new runs and for those under way; then it is done. */
export function PublishDialog(props: PublishDialogProps) {
  const { t, i18n } = useTranslation();
  const { flowId, document, problems, isChecking, save, onProblems, onPublished, onClose } = props;
  const client = useQueryClient();
  const flow = useQuery({ ...flowQuery(flowId), staleTime: 0 });
  const published = flow.data?.published_version ?? null;
  const before = useQuery({ ...versionQuery(flowId, published ?? 0), enabled: published !== null });
  const [note, setNote] = useState("");
  const inUse = before.data?.dsl as unknown as FlowDocument | undefined;
  const names = new Map(
    [...(inUse?.nodes ?? []), ...document.nodes].map((node) => [node.id, nodeName(node, i18n.language)]),
  );
  const nameOf = (id: string) => names.get(id) ?? id;
  const errors = problems.filter((each) => each.severity === "error").length;
  const warnings = problems.length - errors;
  const publish = useMutation({
    mutationFn: async () => {
      const revision = await save();
      if (revision === undefined) throw new NotSaved(t("designer.trial.notSaved"));
      const body = {
        revision,
        publish: true,
        replaces: published ?? 0,
        ...(note.trim() && { note: note.trim() }),
      };
      return (await post<Version>(path`/flows/${flowId}/draft/version`, body)).version;
    },
    onSuccess: async (version) => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ["flow", flowId] }),
        client.invalidateQueries({ queryKey: ["flows"] }),
      ]);
      onPublished(version);
    },
    // Another version may be in use by now: it is what this one differs from.
    onError: () => client.invalidateQueries({ queryKey: ["flow", flowId] }),
  });
  const word = racedWord(publish.error);
  const raced = word && t(`designer.publishing.${word}`, { version: published });
  return (
    <Dialog opened onClose={onClose} title={t("designer.publishing.title")} size="xl">
      <Stack>
        <Found {...{ errors, warnings }} onShow={onProblems} />
        <Section
          title={
            published === null
              ? t("designer.publishing.first")
              : t("designer.publishing.since", { version: published })
          }
        >
          {published !== null && !inUse && <Waiting />}
          {inUse && (
            <Suspense fallback={<Waiting />}>
              <Changes before={inUse} after={document} />
            </Suspense>
          )}
          {published === null && (
            <Text size="sm" c="dimmed">
              {t("flows.counts", { nodes: document.nodes.length, edges: document.edges.length })}
            </Text>
          )}
        </Section>
        <Section title={t("designer.impact.title")}>
          {errors === 0 && !isChecking && <ImpactReport {...{ flowId, save, nameOf }} />}
          {errors > 0 && (
            <Text size="sm" c="dimmed">
              {t("designer.impact.later")}
            </Text>
          )}
          {errors === 0 && isChecking && <Waiting />}
        </Section>
        <Textarea
          label={t("flows.publishNote")}
          description={t("flows.publishNoteExplain")}
          value={note}
          maxLength={2000}
          autosize
          data-autofocus
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {publish.error instanceof NotSaved ? (
          <Text size="sm" className="ren-red" role="alert">
            {publish.error.message}
          </Text>
        ) : (
          <ProblemAlert error={publish.error} {...(raced !== undefined && { title: raced })} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common.notNow")}
          </Button>
          <Button
            loading={publish.isPending}
            disabled={errors > 0 || isChecking || flow.isPending}
            onClick={() => publish.mutate()}
          >
            {t("designer.publish")}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

interface FoundProps {
  errors: number;
  warnings: number;
  onShow: () => void;
}

/** How much the check finds, and where that is. */
function Found({ errors, warnings, onShow }: FoundProps) {
  const { t } = useTranslation();
  if (errors + warnings === 0) return null;
  const bad = errors > 0;
  return (
    <Alert
      color={bad ? "red" : "yellow"}
      icon={<Icon name="alert" />}
      {...(bad && { className: "ren-bad", role: "alert" })}
    >
      <Group justify="space-between">
        <Text size="sm">
          {t(bad ? "designer.publishing.errors" : "designer.publishing.warnings", {
            count: bad ? errors : warnings,
          })}
        </Text>
        <Button size="xs" variant="default" onClick={onShow}>
          {t("designer.publishing.show")}
        </Button>
      </Group>
    </Alert>
  );
}
