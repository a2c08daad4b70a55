import { Anchor, Button, List, Table, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { FactTable } from "~/components/FactTable";
import { JsonView } from "~/components/json/JsonView";
import { Scrolling } from "~/components/Scrolling";
import { useFormat } from "~/format/useFormat";
import { PictureCell } from "./PictureGrid";
import { columnsOf, factsOf, fileOf, isPlain, shapeOf, sorted } from "./shapes";

const ROWS = 20;
const MORE_ROWS = 200;
const DIGITS = 6;

interface ShownValueProps {
  threadId: string;
  /** The state key that has it. */
  name: string;
  value: unknown;
  /** Tells one writing of the run's files from another. */
  version: string;
}

/** A value of a run's state, as somebody reads it who knows no JSON: texts, lists, tables, pictures. */
export function ShownValue({ threadId, name, value, version }: ShownValueProps) {
  const common = { threadId, version };
  switch (shapeOf(value)) {
    case "plain":
      return <PlainValue value={value} />;
    case "file":
      return <FileValue name={fileOf(value) ?? ""} {...common} />;
    case "list":
      return <ListValue values={value as unknown[]} />;
    case "table":
      return <TableValue label={name} rows={value as Array<Record<string, unknown>>} {...common} />;
    case "facts":
      return (
        <FactTable
          rows={factsOf(value as Record<string, unknown>).map(
            ([each, one]) => [each, <CellValue key={each} value={one} {...common} />] as const,
          )}
        />
      );
    case "tree":
      return <JsonView value={value} />;
  }
}

interface CellProps {
  threadId: string;
  version: string;
  value: unknown;
}

function CellValue({ value, ...common }: CellProps) {
  const file = fileOf(value);
  if (file !== undefined) return <FileValue name={file} {...common} />;
  return isPlain(value) || value === undefined ? <PlainValue value={value} /> : <JsonView value={value} />;
}

function PlainValue({ value }: { value: unknown }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (value === null || value === undefined || value === "") return <Text c="dimmed">–</Text>;
  if (typeof value === "boolean") return t(value ? "common.yes" : "common.no");
  if (typeof value === "number") return format.number(value, DIGITS);
  return (
    <Text inherit span className="ren-prewrap ren-break">
      {String(value)}
    </Text>
  );
}

/** A picture small, of another file the way to it. */
function FileValue({ threadId, name, version }: { threadId: string; name: string; version: string }) {
  const { pictures } = sorted([name]);
  if (pictures.length > 0) return <PictureCell {...{ threadId, name, version }} />;
  return (
    <Anchor component={Link} to={`/runs/${threadId}?tab=artifacts&file=${encodeURIComponent(name)}`}>
      {name}
    </Anchor>
  );
}

function ListValue({ values }: { values: unknown[] }) {
  const [shown, setShown] = useState(ROWS);
  return (
    <>
      <List size="sm">
        {values.slice(0, shown).map((value, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the values have no other name
          <List.Item key={index}>
            <PlainValue value={value} />
          </List.Item>
        ))}
      </List>
      <More left={values.length - shown} onMore={() => setShown(shown + MORE_ROWS)} />
    </>
  );
}

interface TableValueProps {
  threadId: string;
  version: string;
  label: string;
  rows: Array<Record<string, unknown>>;
}

function TableValue({ label, rows, ...common }: TableValueProps) {
  const [shown, setShown] = useState(ROWS);
  const columns = columnsOf(rows);
  return (
    <>
      <Scrolling label={label}>
        <Table striped withColumnBorders>
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Table.Th key={column}>{column.replaceAll("_", " ")}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.slice(0, shown).map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the rows have no other name
              <Table.Tr key={index}>
                {columns.map((column) => (
                  <Table.Td key={column}>
                    <CellValue value={row[column]} {...common} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Scrolling>
      <More left={rows.length - shown} onMore={() => setShown(shown + MORE_ROWS)} />
    </>
  );
}

function More({ left, onMore }: { left: number; onMore: () => void }) {
  const { t } = useTranslation();
  return left <= 0 ? null : (
    <Button mt="xs" size="compact-sm" variant="default" onClick={onMore}>
      {t("json.more", { count: left })}
    </Button>
  );
}
