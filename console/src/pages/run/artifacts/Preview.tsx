import { Button, Group, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { save } from "~/api/client";
import { previewQuery } from "~/api/queries";
import type { Artifact, Preview as PreviewAnswer } from "~/api/types";
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
  file: Artifact;
  onClose: () => void;
}

/** A look into a file, in the form that suits it; the whole of it can be saved. */
export function Preview({ threadId, file, onClose }: PreviewProps) {
  const { t } = useTranslation();
  const address = artifactAddress(threadId, file.name);
  return (
    <Section
      title={file.name}
      aside={
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Icon name="download" size={12} />}
            onClick={() => void save(address, file.name.split("/").at(-1) ?? file.name)}
          >
            {t("artifacts.save")}
          </Button>
          <Button size="compact-sm" variant="default" onClick={onClose}>
            {t("common.close")}
          </Button>
        </Group>
      }
    >
      {isShownWhole(file.name, file.size) ? (
        <Picture address={address} file={file} />
      ) : (
        <Look address={address} file={file} />
      )}
    </Section>
  );
}

function Picture({ address, file }: { address: string; file: Artifact }) {
  const { url, error } = useObjectUrl(address, file.modified, true);
  if (error) return <ProblemAlert error={error} />;
  return url === undefined ? <Waiting /> : <img src={url} alt={file.name} className="ren-picture" />;
}

/** What the server tells of the file. */
function Look({ address, file }: { address: string; file: Artifact }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(previewQuery(address, file.modified));
  if (error) return <ProblemAlert error={error} />;
  if (data === undefined) return <Waiting />;
  if (data.kind === "none") return <Text c="dimmed">{t("artifacts.noPreview")}</Text>;
  return (
    <>
      <Scrolling label={file.name}>
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
