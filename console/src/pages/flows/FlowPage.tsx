import { Alert, Badge, Button, Group, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { flowQuery, versionQuery } from "~/api/queries";
import type { Flow } from "~/api/types";
import { PageHead } from "~/components/PageHead";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Prose } from "~/components/Prose";
import { Waiting } from "~/components/Waiting";
import { flowName } from "~/names/words";
import { asFlag, asNumber, oneOf, useSearch } from "~/url/search";
import { FlowOverview } from "./FlowOverview";
import { FlowRuns } from "./FlowRuns";
import { StartRun } from "./StartRun";
import { Versions } from "./Versions";

const TABS = ["overview", "versions", "runs"] as const;
const SEARCH = { tab: oneOf(...TABS), version: asNumber, compare: asNumber, start: asFlag };

/** One flow: what it does, its versions, its runs. */
export function FlowPage() {
  const { flowId = "" } = useParams();
  const { data, error } = useQuery(flowQuery(flowId));
  if (error) return <ProblemAlert error={error} />;
  return data === undefined ? <Waiting /> : <Shown flow={data} />;
}

function Shown({ flow }: { flow: Flow }) {
  const { t, i18n } = useTranslation();
  const [search, setSearch] = useSearch(SEARCH);
  const version = search.version ?? flow.published_version ?? flow.latest_version ?? undefined;
  const tab = search.tab ?? "overview";
  return (
    <>
      <PageHead
        title={flowName(flow, i18n.language)}
        lead={flow.id}
        actions={
          <Group gap="xs">
            {flow.published_version === null ? (
              <Badge variant="default">{t("flows.draft")}</Badge>
            ) : (
              <Badge variant="light">{t("flows.publishedAs", { version: flow.published_version })}</Badge>
            )}
            <EditButton flow={flow} version={version} wish={search.version} />
            {flow.published_version !== null && (
              <Button component={Link} to={`/schedules?new=1&flow=${flow.id}`} variant="default">
                {t("schedules.add")}
              </Button>
            )}
            <Button onClick={() => setSearch({ start: true })} disabled={version === undefined}>
              {t("flows.start")}
            </Button>
          </Group>
        }
      />
      {version === undefined ? (
        <Alert>
          <Prose text={t("flows.noVersion")} />
        </Alert>
      ) : (
        <Tabs
          value={tab}
          onChange={(next) =>
            setSearch({ tab: next === "overview" ? undefined : (next as (typeof TABS)[number]) })
          }
          keepMounted={false}
        >
          <Tabs.List mb="md">
            {TABS.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {t(`flows.tabs.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="overview">
            <FlowOverview flowId={flow.id} version={version} />
          </Tabs.Panel>
          <Tabs.Panel value="versions">
            <Versions flow={flow} version={search.version} compare={search.compare} onSelect={setSearch} />
          </Tabs.Panel>
          <Tabs.Panel value="runs">
            <FlowRuns flowId={flow.id} />
          </Tabs.Panel>
        </Tabs>
      )}
      {version !== undefined && (
        <StartDialog
          flow={flow}
          version={version}
          opened={search.start === true}
          onClose={() => setSearch({ start: undefined }, { replace: true })}
        />
      )}
    </>
  );
}

/** To the designer; a BPMN file has an editor of its own. */
function EditButton({
  flow,
  version,
  wish,
}: {
  flow: Flow;
  version: number | undefined;
  wish: number | undefined;
}) {
  const { t } = useTranslation();
  const { data } = useQuery({ ...versionQuery(flow.id, version ?? 0), enabled: version !== undefined });
  if (version !== undefined && data === undefined) return null;
  const isFile = data?.format === "bpmn";
  return (
    <Button
      component={Link}
      to={`/flows/${flow.id}/${isFile ? "bpmn" : "design"}${wish ? `?version=${wish}` : ""}`}
      variant="default"
    >
      {t(isFile ? "bpmn.edit" : "flows.designer")}
    </Button>
  );
}

function StartDialog({
  flow,
  version,
  opened,
  onClose,
}: {
  flow: Flow;
  version: number;
  opened: boolean;
  onClose: () => void;
}) {
  const { data } = useQuery({ ...versionQuery(flow.id, version), enabled: opened });
  if (data === undefined) return null;
  return <StartRun document={data} opened={opened} onClose={onClose} />;
}
