import { Badge, Button, Collapse, Group, List, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { functionVersionsQuery } from "~/api/queries";
import type { FunctionVersion } from "~/api/types";
import { DataTable } from "~/components/DataTable";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { VersionLink } from "./VersionLink";

const SHORT = 12;
const SHOWN = 5;

/** As what each published version of a flow calls a function, and what has changed since; looked up when opened. */
export function FunctionVersions({ name }: { name: string }) {
  const { t } = useTranslation();
  const [opened, { toggle }] = useDisclosure(false);
  const { data, error } = useQuery({ ...functionVersionsQuery(name), enabled: opened });
  return (
    <>
      <Button variant="subtle" size="compact-xs" mt="xs" onClick={toggle} aria-expanded={opened}>
        {t("library.versions")}
      </Button>
      <Collapse expanded={opened}>
        <ProblemAlert error={error} />
        {opened && data === undefined && error === null && <Waiting />}
        {data?.items.length === 0 && (
          <Text size="sm" c="dimmed">
            {t("library.noVersions")}
          </Text>
        )}
        {data && data.items.length > 0 && (
          <DataTable
            rows={data.items}
            rowKey={(each) => `${each.flow_id}:${each.version}`}
            columns={[
              {
                name: t("library.publishedIn"),
                cell: (each) => <VersionLink of={each} tab="versions" size="sm" />,
              },
              { name: t("library.code"), cell: (each) => <CodeOf item={each} /> },
              { name: t("library.since"), cell: (each) => <Since item={each} /> },
              { name: t("library.openRuns"), cell: (each) => each.runs },
            ]}
          />
        )}
      </Collapse>
    </>
  );
}

function CodeOf({ item }: { item: FunctionVersion }) {
  const { t } = useTranslation();
  if (item.mode === null) return <>{t("library.codeUnknown")}</>;
  return (
    <Group gap={6}>
      <Text size="sm" ff="monospace" title={item.code ?? undefined}>
        {(item.code ?? "").slice(0, SHORT)}
      </Text>
      <Badge variant="light" color="gray">
        {t(`library.mode.${item.mode}`)}
      </Badge>
      {item.signed_by && (
        <Badge variant="light" color="gray" title={item.signed_by}>
          {t("flows.signed")}
        </Badge>
      )}
    </Group>
  );
}

function Since({ item }: { item: FunctionVersion }) {
  const { t } = useTranslation();
  if (item.changes === null) return <>{t("library.changesUnknown")}</>;
  if (item.changes.length === 0) return <>{t("library.unchanged")}</>;
  return (
    <>
      <Text size="sm">{t("library.changedFiles", { count: item.changes.length })}</Text>
      <List size="xs">
        {item.changes.slice(0, SHOWN).map((each) => (
          <List.Item key={each.path} className="ren-break">
            {t(`flows.codeChange.${each.change}`, { path: each.path })}
          </List.Item>
        ))}
      </List>
    </>
  );
}
