import { Badge, Button, Checkbox, Group, NativeSelect, Stack, Table, Text, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { saveText } from "~/api/client";
import { usePublish } from "~/api/commands";
import { versionQuery, versionsQuery } from "~/api/queries";
import type { Flow, Version } from "~/api/types";
import { Card } from "~/components/Card";
import { ConfirmButton } from "~/components/ConfirmButton";
import { Icon } from "~/components/icons";
import { Moment } from "~/components/Moment";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { AddVersion } from "./AddVersion";
import { Comparison } from "./Comparison";
import { VersionCode } from "./VersionCode";

interface VersionsProps {
  flow: Flow;
  /** The one that is shown against another. */
  version: number | undefined;
  compare: number | undefined;
  onSelect: (selection: { version?: number | undefined; compare?: number | undefined }) => void;
}

/** A flow's versions, each to be published, or held against another. */
export function Versions({ flow, version, compare, onSelect }: VersionsProps) {
  const { t } = useTranslation();
  const { data, error } = useQuery(versionsQuery(flow.id));
  if (error) return <ProblemAlert error={error} />;
  if (data === undefined) return <Waiting />;
  return (
    <Stack>
      <Card p={0}>
        <Table verticalSpacing="sm" className="ren-table">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("flows.version")}</Table.Th>
              <Table.Th>{t("flows.created")}</Table.Th>
              <Table.Th>{t("flows.note")}</Table.Th>
              <Table.Th>{t("flows.size")}</Table.Th>
              <Table.Th aria-label={t("flows.publish")} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.items.map((each) => (
              <Row
                key={each.version}
                flow={flow}
                version={each}
                onCompare={(other) => onSelect({ version: each.version, compare: other })}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Card>
      <AddVersion
        flowId={flow.id}
        onAdded={(added) => onSelect({ version: added, compare: flow.latest_version ?? undefined })}
      />
      {data.items.length > 1 && (
        <Pair versions={data.items} version={version} compare={compare} onSelect={onSelect} />
      )}
      {version !== undefined && compare !== undefined && (
        <Comparison flowId={flow.id} before={compare} after={version} />
      )}
    </Stack>
  );
}

/** Any two versions, to be compared. */
function Pair({
  versions,
  version,
  compare,
  onSelect,
}: Omit<VersionsProps, "flow"> & { versions: Version[] }) {
  const { t } = useTranslation();
  const choices = [
    { value: "", label: "–" },
    ...versions.map((each) => ({
      value: String(each.version),
      label: t("common.version", { version: each.version }),
    })),
  ];
  const chosen = (text: string) => (text ? Number(text) : undefined);
  return (
    <Group gap="xs">
      <NativeSelect
        label={t("flows.compareOld")}
        data={choices}
        value={compare ?? ""}
        onChange={(event) => onSelect({ compare: chosen(event.currentTarget.value) })}
      />
      <NativeSelect
        label={t("flows.compareNew")}
        data={choices}
        value={version ?? ""}
        onChange={(event) => onSelect({ version: chosen(event.currentTarget.value) })}
      />
    </Group>
  );
}

/** What was said of a version, and of its publishing. */
function Notes({ version }: { version: Version }) {
  const { t } = useTranslation();
  return (
    <>
      {version.note && (
        <Text size="sm" className="ren-break ren-prewrap">
          {version.note}
        </Text>
      )}
      {version.publish_note && (
        <Text size="sm" c="dimmed" className="ren-break ren-prewrap">
          {t("flows.publishedBecause", { note: version.publish_note })}
        </Text>
      )}
    </>
  );
}

function Row({
  flow,
  version,
  onCompare,
}: {
  flow: Flow;
  version: Version;
  onCompare: (other: number) => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const publish = usePublish(flow.id);
  const saveDocument = async () => {
    const { dsl, bpmn } = await client.fetchQuery(versionQuery(flow.id, version.version));
    const name = `${flow.id}-${version.version}`;
    if (bpmn === null) saveText(JSON.stringify(dsl, null, 2), `${name}.json`);
    else saveText(bpmn, `${name}.bpmn`, "application/xml");
  };
  const [note, setNote] = useState("");
  const [pin, setPin] = useState(false);
  const command = {
    ...publish,
    mutateAsync: () => publish.mutateAsync({ version: version.version, note: note.trim(), pin }),
  };
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs">
          <Text fw={600}>{t("common.version", { version: version.version })}</Text>
          {version.version === flow.published_version && <Badge variant="light">{t("flows.inUse")}</Badge>}
          {!version.published && <Badge variant="default">{t("flows.draft")}</Badge>}
        </Group>
      </Table.Td>
      <Table.Td data-label={t("flows.created")}>
        <Moment at={version.created_at} size="sm" />
      </Table.Td>
      <Table.Td data-label={t("flows.note")}>
        <Notes version={version} />
        {version.published && <VersionCode version={version} />}
      </Table.Td>
      <Table.Td data-label={t("flows.size")}>
        {t("flows.counts", { nodes: version.nodes, edges: version.edges })}
      </Table.Td>
      <Table.Td>
        <Group gap="xs" justify="flex-end">
          <Button
            size="compact-sm"
            variant="default"
            component={Link}
            to={`/flows/${flow.id}?version=${version.version}`}
            aria-label={t("flows.openVersion", { version: version.version })}
          >
            {t("flows.open")}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Icon name="download" size={12} />}
            aria-label={t("flows.saveVersion", { version: version.version })}
            onClick={() => void saveDocument().catch(() => undefined)} // the page says what is wrong with the server
          >
            {t("artifacts.save")}
          </Button>
          {version.version > 1 && (
            <Button size="compact-sm" variant="default" onClick={() => onCompare(version.version - 1)}>
              {t("flows.compareWith", { version: version.version - 1 })}
            </Button>
          )}
          {!version.published && (
            <ConfirmButton
              size="compact-sm"
              label={t("flows.publish")}
              title={t("flows.publishTitle", { version: version.version })}
              confirm={t("flows.publish")}
              command={command}
            >
              <Text size="sm">{t("flows.publishExplain")}</Text>
              <TextInput
                label={t("flows.publishNote")}
                description={t("flows.publishNoteExplain")}
                value={note}
                maxLength={2000}
                onChange={(event) => setNote(event.currentTarget.value)}
              />
              <Checkbox
                label={t("flows.keepCode")}
                description={t("flows.keepCodeExplain")}
                checked={pin}
                onChange={(event) => setPin(event.currentTarget.checked)}
              />
            </ConfirmButton>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
