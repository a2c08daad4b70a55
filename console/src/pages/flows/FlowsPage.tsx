import { Anchor, Badge, Button, Group, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { flowsQuery } from "~/api/queries";
import type { Flow } from "~/api/types";
import { Card } from "~/components/Card";
import { Empty } from "~/components/Empty";
import { Moment } from "~/components/Moment";
import { PageHead } from "~/components/PageHead";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { flowName } from "~/names/words";
import { asFlag, useSearch } from "~/url/search";
import { FlowFiles } from "./FlowFiles";
import { NewFlow } from "./NewFlow";
import { useDroppedFile } from "./useDroppedFile";

const SEARCH = { new: asFlag };

/** All flows. */
export function FlowsPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearch(SEARCH);
  const { data, error } = useQuery(flowsQuery());
  const [file, setFile] = useState<File>();
  const isDropping = useDroppedFile((dropped) => {
    setFile(dropped);
    setSearch({ new: true });
  });
  const add = (
    <Group gap="xs">
      <Button variant="default" onClick={() => setSearch({ new: true })}>
        {t("flows.add")}
      </Button>
      <Button component={Link} to="/flows/new/design">
        {t("flows.draw")}
      </Button>
    </Group>
  );
  return (
    <>
      <PageHead title={t("nav.flows")} lead={t("flows.lead")} actions={add} />
      <ProblemAlert error={error} />
      <Card p={0}>
        {data === undefined && <Waiting />}
        {data?.items.length === 0 && (
          <Empty icon="flow" sentence={t("flows.none")} action={add} command="renflow flows push FLOW.json" />
        )}
        {data && data.items.length > 0 && <FlowTable flows={data.items} />}
      </Card>
      <div className="ren-below">
        <FlowFiles />
      </div>
      {isDropping && <div className="ren-drop">{t("flows.drop")}</div>}
      <NewFlow
        opened={search.new === true}
        file={file}
        onClose={() => {
          setFile(undefined);
          setSearch({ new: undefined }, { replace: true });
        }}
      />
    </>
  );
}

function FlowTable({ flows }: { flows: Flow[] }) {
  const { t, i18n } = useTranslation();
  return (
    <Table highlightOnHover verticalSpacing="sm" className="ren-table">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("flows.name")}</Table.Th>
          <Table.Th>{t("flows.published")}</Table.Th>
          <Table.Th>{t("flows.latest")}</Table.Th>
          <Table.Th>{t("flows.created")}</Table.Th>
          <Table.Th aria-label={t("flows.start")} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {flows.map((flow) => (
          <Table.Tr key={flow.id}>
            <Table.Td>
              <Anchor component={Link} to={`/flows/${flow.id}`} fw={600} className="ren-break">
                {flowName(flow, i18n.language)}
              </Anchor>
              <Text size="xs" c="dimmed" className="ren-break">
                {flow.id}
              </Text>
            </Table.Td>
            <Table.Td data-label={t("flows.published")}>
              <Published flow={flow} />
            </Table.Td>
            <Table.Td data-label={t("flows.latest")}>
              {flow.latest_version === null ? "–" : t("common.version", { version: flow.latest_version })}
            </Table.Td>
            <Table.Td data-label={t("flows.created")}>
              <Moment at={flow.created_at} size="sm" />
            </Table.Td>
            <Table.Td>
              <Group gap="xs" justify="flex-end" wrap="nowrap">
                <Button
                  component={Link}
                  to={`/runs?flow=${flow.id}`}
                  size="compact-sm"
                  variant="default"
                  aria-label={t("flows.runsNamed", { name: flowName(flow, i18n.language) })}
                >
                  {t("nav.runs")}
                </Button>
                {flow.published_version !== null && (
                  <Button
                    component={Link}
                    to={`/flows/${flow.id}?start=1`}
                    size="compact-sm"
                    aria-label={t("flows.startNamed", { name: flowName(flow, i18n.language) })}
                  >
                    {t("flows.start")}
                  </Button>
                )}
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Published({ flow }: { flow: Flow }) {
  const { t } = useTranslation();
  if (flow.published_version === null) return <Badge variant="default">{t("flows.draft")}</Badge>;
  return <Badge variant="light">{t("common.version", { version: flow.published_version })}</Badge>;
}
