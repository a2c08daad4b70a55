import { Anchor, Stack, Text } from "@mantine/core";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { runQuery, someRunsQuery, versionQuery } from "~/api/queries";
import type { Run, VersionDocument } from "~/api/types";
import { ProblemAlert } from "~/components/ProblemAlert";
import { runName } from "~/components/RunName";
import { StatusBadge } from "~/components/StatusBadge";
import { Waiting } from "~/components/Waiting";
import { nodeName } from "~/names/words";
import type { FlowDocument } from "../document/document";
import { type Impact, impactOn } from "./impact";

const MOST = 20;
const UNDER_WAY = ["pending", "running", "recovering", "interrupted", "error"].join(",");

/** The runs that are under way with older versions, and what would be otherwise for each. */
export function ImpactReport({ flowId, after }: { flowId: string; after: FlowDocument }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(someRunsQuery({ flow_id: flowId, status: UNDER_WAY }, MOST));
  const listed = data?.items.slice(0, MOST) ?? [];
  const runs = useQueries({ queries: listed.map((run) => runQuery(run.thread_id)) });
  const versions = [...new Set(listed.map((run) => run.version))];
  const documents = useQueries({ queries: versions.map((version) => versionQuery(flowId, version)) });
  if (error) return <ProblemAlert error={error} />;
  if (data === undefined) return <Waiting />;
  if (listed.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("designer.impact.none")}
      </Text>
    );
  const before = (version: number) => documents[versions.indexOf(version)]?.data;
  return (
    <Stack gap={6}>
      <Text size="sm">{t("designer.impact.keep", { count: data.total ?? listed.length })}</Text>
      {runs.map(
        ({ data: run }) =>
          run && <OneRun key={run.thread_id} run={run} version={before(run.version)} after={after} />,
      )}
      {(data.total ?? 0) > listed.length && (
        <Text size="sm" c="dimmed">
          {t("designer.impact.more", { count: (data.total ?? 0) - listed.length })}
        </Text>
      )}
    </Stack>
  );
}

interface OneRunProps {
  run: Run;
  version: VersionDocument | undefined;
  after: FlowDocument;
}

function OneRun({ run, version, after }: OneRunProps) {
  const { t } = useTranslation();
  if (version === undefined) return <Waiting />;
  const before = version.dsl as unknown as FlowDocument;
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
      <Told impact={impactOn(run, before, after)} before={before} after={after} />
    </div>
  );
}

function Told({ impact, before, after }: { impact: Impact; before: FlowDocument; after: FlowDocument }) {
  const { t, i18n } = useTranslation();
  const names = new Map(
    [...before.nodes, ...after.nodes].map((node) => [node.id, nodeName(node, i18n.language)]),
  );
  const list = (ids: readonly string[]) =>
    new Intl.ListFormat(i18n.language).format(ids.map((id) => names.get(id) ?? id));
  const { at, again, gone, fresh } = impact;
  const lines = [
    ...at.map((change) =>
      t(change.kind === "removed" ? "designer.impact.atGone" : "designer.impact.atChanged", {
        node: list([change.id]),
      }),
    ),
    ...(again.length > 0 ? [t("designer.impact.again", { nodes: list(again) })] : []),
    ...(gone.length > 0 ? [t("designer.impact.gone", { nodes: list(gone) })] : []),
    ...(fresh.length > 0 ? [t("designer.impact.fresh", { nodes: list(fresh) })] : []),
  ];
  return (
    <Text size="xs" c="dimmed" component="ul" className="ren-impact-list">
      {lines.length === 0 ? (
        <li>{t("designer.impact.same")}</li>
      ) : (
        lines.map((line) => <li key={line}>{line}</li>)
      )}
    </Text>
  );
}
