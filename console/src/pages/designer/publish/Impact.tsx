import { Anchor, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ApiError, path, post } from "~/api/client";
import type { Impact, RunImpact } from "~/api/types";
import { ProblemAlert } from "~/components/ProblemAlert";
import { runName } from "~/components/RunName";
import { StatusBadge } from "~/components/StatusBadge";
import { Waiting } from "~/components/Waiting";

interface ImpactReportProps {
  flowId: string;
  /** Saves what is drawn; gives the revision that has it, undefined where that cannot be. */
  save: () => Promise<number | undefined>;
  /** What a node is called. */
  nameOf: (id: string) => string;
}

/** What publishing the draft would mean for schedules, and for the runs that are under way with older versions. */
export function ImpactReport({ flowId, save, nameOf }: ImpactReportProps) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ["impact", flowId],
    queryFn: async () => {
      const revision = await save();
      if (revision === undefined) return null;
      return post<Impact>(path`/flows/${flowId}/draft/impact`, { revision });
    },
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  if (error instanceof ApiError && error.problem.code === "DRAFT_OUTDATED")
    return <Note text={t("designer.publishing.raced")} />; // publishing says it aloud
  if (error) return <ProblemAlert error={error} />;
  if (data === undefined) return <Waiting />;
  if (data === null) return <Note text={t("designer.trial.notSaved")} />;
  return (
    <Stack gap={6}>
      {data.schedules.length > 0 && (
        <Text size="sm">{t("designer.impact.schedules", { count: data.schedules.length })}</Text>
      )}
      {data.runs.length === 0 ? (
        <Note text={t("designer.impact.none")} />
      ) : (
        <Text size="sm">{t("designer.impact.keep", { count: data.total })}</Text>
      )}
      {data.runs.map((run) => (
        <OneRun key={run.thread_id} {...{ run, nameOf }} />
      ))}
      {data.more > 0 && <Note text={t("designer.impact.more", { count: data.more })} />}
    </Stack>
  );
}

function Note({ text }: { text: string }) {
  return (
    <Text size="sm" c="dimmed">
      {text}
    </Text>
  );
}

interface OneRunProps {
  run: RunImpact;
  nameOf: (id: string) => string;
}

function OneRun({ run, nameOf }: OneRunProps) {
  const { t } = useTranslation();
  return (
    <div className="ren-line">
      <Text size="sm" component="div" className="ren-impact-run">
        <StatusBadge status={run.status} reason={run.reason} />
        <Anchor component={Link} to={`/runs/${run.thread_id}`} target="_blank" inherit>
          {runName(run)}
        </Anchor>
        <Text span inherit c="dimmed">
          {t("common.version", { version: run.version })}
        </Text>
      </Text>
      <Told {...{ run, nameOf }} />
    </div>
  );
}

function Told({ run, nameOf }: OneRunProps) {
  const { t, i18n } = useTranslation();
  const list = (ids: readonly string[]) => new Intl.ListFormat(i18n.language).format(ids.map(nameOf));
  const lines = (["stuck", "again", "done", "ahead"] as const)
    .filter((kind) => run[kind].length > 0)
    .map((kind) => t(`designer.impact.${kind}`, { nodes: list(run[kind]) }));
  return (
    <Text size="xs" c="dimmed" component="ul" className="ren-impact-list">
      {(lines.length === 0 ? [t("designer.impact.same")] : lines).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </Text>
  );
}
