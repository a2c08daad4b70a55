import { Button, Group, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { save } from "~/api/client";
import { previewQuery } from "~/api/queries";
import type { Preview as PreviewAnswer } from "~/api/types";
import { Icon } from "~/components/icons";
import { JsonView } from "~/components/json/JsonView";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Scrolling } from "~/components/Scrolling";
import { Section } from "~/components/Section";
import { Waiting } from "~/components/Waiting";
import { artifactAddress } from "./address";
import { isShownWhole } from "./kinds";
import { useObjectUrl } from "./useObjectUrl";

interface PreviewProps {
  threadId: string;
  /** Its path below the outputs: it need not be among the files that are listed. */
  name: string;
  /** Tells one writing of the file from another. */
  version: string;
  onClose: () => void;
}

/** A look into a file, in the form that suits it; the whole of it can be saved. */
export function Preview({ threadId, name, version, onClose }: PreviewProps) {
  const { t } = useTranslation();
  const address = artifactAddress(threadId, name);
  return (
    <Section
      title={name}
      aside={
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Icon name="download" size={12} />}
            onClick={() => void save(address, name.split("/").at(-1) ?? name)}
          >
            {t("artifacts.save")}
          </Button>
          <Button size="compact-sm" variant="default" onClick={onClose}>
            {t("common.close")}
          </Button>
        </Group>
      }
    >
      <Look address={address} version={version} />
    </Section>
  );
}

/** What the server tells of the file; of a picture, the whole. */
export function Look({ address, version }: { address: string; version: string }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(previewQuery(address, version));
  if (error) return <ProblemAlert error={error} />;
  if (data === undefined) return <Waiting />;
  if (isShownWhole(data)) return <Picture address={address} preview={data} />;
  if (data.kind === "none") return <Text c="dimmed">{t("artifacts.noPreview")}</Text>;
  return (
    <>
      <Scrolling label={data.name}>
        <Content preview={data} />
      </Scrolling>
      {data.truncated && (
        <Text size="xs" c="dimmed" mt="xs">
          {t("artifacts.begins")}
        </Text>
      )}
    </>
  );
}

function Picture({ address, preview }: { address: string; preview: PreviewAnswer }) {
  const { url, error } = useObjectUrl(address, preview.modified, true);
  if (error) return <ProblemAlert error={error} />;
  return url === undefined ? <Waiting /> : <img src={url} alt={preview.name} className="ren-picture" />;
}

function Content({ preview }: { preview: PreviewAnswer }) {
  if (preview.image !== null) return <img src={preview.image} alt={preview.name} className="ren-picture" />;
  if (preview.kind === "table") return <Rows head={preview.columns ?? []} rows={preview.rows ?? []} />;
  const text = preview.text ?? "";
  const isJson = preview.content_type === "application/json" && !preview.truncated;
  const value = isJson ? parsed(text) : undefined;
  return value === undefined ? <pre>{text}</pre> : <JsonView value={value} />;
}

function Rows({ head, rows }: { head: string[]; rows: string[][] }) {
  return (
    <Table stickyHeader striped withColumnBorders>
      <Table.Thead>
        <Table.Tr>
          {head.map((cell, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other name
            <Table.Th key={column}>{cell}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
          <Table.Tr key={index}>
            {row.map((cell, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other name
              <Table.Td key={column}>{cell}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
