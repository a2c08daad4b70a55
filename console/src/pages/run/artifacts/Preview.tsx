import { Button, Group, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { head } from "~/api/client";
import type { Artifact } from "~/api/types";
import { JsonView } from "~/components/JsonView";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Scrolling } from "~/components/Scrolling";
import { Waiting } from "~/components/Waiting";
import { useFormat } from "~/format/useFormat";
import { Section } from "../overview/Section";
import { artifactAddress } from "./Artifacts";
import { type Kind, kindOf } from "./kinds";
import { parseTable } from "./table";
import { useObjectUrl } from "./useObjectUrl";

const HEAD_BYTES = 64 * 1024;
const MOST_ROWS = 200;

interface PreviewProps {
  threadId: string;
  file: Artifact;
  onClose: () => void;
}

/** The beginning of a file, in the form that suits it. */
export function Preview({ threadId, file, onClose }: PreviewProps) {
  const { t } = useTranslation();
  const kind = kindOf(file.name, file.size);
  const address = artifactAddress(threadId, file.name);
  return (
    <Section
      title={file.name}
      aside={
        <Button size="compact-sm" variant="default" onClick={onClose}>
          {t("common.close")}
        </Button>
      }
    >
      {kind === "image" && <Picture address={address} file={file} />}
      {kind === "other" && <Text c="dimmed">{t("artifacts.noPreview")}</Text>}
      {kind !== "image" && kind !== "other" && <Written address={address} file={file} kind={kind} />}
    </Section>
  );
}

function Picture({ address, file }: { address: string; file: Artifact }) {
  const { url, error } = useObjectUrl(address, file.modified, true);
  if (error) return <ProblemAlert error={error} />;
  return url === undefined ? <Waiting /> : <img src={url} alt={file.name} className="ren-picture" />;
}

function Written({
  address,
  file,
  kind,
}: {
  address: string;
  file: Artifact;
  kind: Exclude<Kind, "image" | "other">;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error } = useQuery({
    queryKey: ["head", address, file.modified],
    queryFn: ({ signal }) => (file.size === 0 ? "" : head(address, HEAD_BYTES, signal)),
  });
  if (error) return <ProblemAlert error={error} />;
  if (data === undefined) return <Waiting />;
  const isWhole = file.size <= HEAD_BYTES;
  return (
    <>
      <Scrolling label={file.name}>
        <Content text={data} kind={kind} isWhole={isWhole} name={file.name} />
      </Scrolling>
      {!isWhole && (
        <Group mt="xs">
          <Text size="xs" c="dimmed">
            {t("artifacts.begins", { size: format.bytes(HEAD_BYTES) })}
          </Text>
        </Group>
      )}
    </>
  );
}

function Content({
  text,
  kind,
  isWhole,
  name,
}: {
  text: string;
  kind: Kind;
  isWhole: boolean;
  name: string;
}) {
  if (kind === "table") return <Rows rows={parseTable(text, /\.tsv$/i.test(name) ? "\t" : ",", MOST_ROWS)} />;
  const value = kind === "json" && isWhole ? parsed(text) : undefined;
  return value === undefined ? <pre>{text}</pre> : <JsonView value={value} />;
}

function Rows({ rows: [head = [], ...rows] }: { rows: string[][] }) {
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
