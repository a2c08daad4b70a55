import { ActionIcon, Button, Checkbox, Input, Select, Table, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Icon } from "~/components/icons";
import { Scrolling } from "~/components/Scrolling";
import type { Field, Row } from "./schemaForm";

interface TableInputProps {
  field: Field;
  rows: Row[];
  error?: string | undefined;
  onChange: (rows: Row[]) => void;
}

/** Rows of plain values, one column for each property. */
export function TableInput({ field, rows, error, onChange }: TableInputProps) {
  const { t } = useTranslation();
  const columns = field.columns ?? [];
  const set = (index: number, name: string, value: string | boolean) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, [name]: value } : row)));
  return (
    <Input.Wrapper
      label={field.title}
      description={field.description}
      required={field.required}
      error={error}
    >
      {rows.length > 0 && (
        <Scrolling label={field.title}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => (
                  <Table.Th key={column.name}>{column.title}</Table.Th>
                ))}
                <Table.Th aria-label={t("form.removeRow")} />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
                <Table.Tr key={index}>
                  {columns.map((column) => (
                    <Table.Td key={column.name}>
                      <Cell
                        column={column}
                        value={row[column.name] ?? ""}
                        label={`${column.title} ${index + 1}`}
                        onChange={(value) => set(index, column.name, value)}
                      />
                    </Table.Td>
                  ))}
                  <Table.Td>
                    <ActionIcon
                      variant="default"
                      aria-label={t("form.removeRowNumber", { number: index + 1 })}
                      onClick={() => onChange(rows.filter((_, at) => at !== index))}
                    >
                      <Icon name="close" size={12} />
                    </ActionIcon>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Scrolling>
      )}
      <Button
        mt="xs"
        size="compact-sm"
        variant="default"
        onClick={() => onChange([...rows, Object.fromEntries(columns.map((column) => [column.name, ""]))])}
      >
        {t("form.addRow")}
      </Button>
    </Input.Wrapper>
  );
}

interface CellProps {
  column: Field;
  value: string | boolean;
  label: string;
  onChange: (value: string | boolean) => void;
}

function Cell({ column, value, label, onChange }: CellProps) {
  if (column.kind === "boolean") {
    return (
      <Checkbox
        aria-label={label}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  if (column.kind === "choice") {
    return (
      <Select
        aria-label={label}
        data={column.choices.map((each) => ({ value: JSON.stringify(each.value), label: each.label }))}
        value={String(value) || null}
        onChange={(chosen) => onChange(chosen ?? "")}
      />
    );
  }
  return (
    <TextInput
      aria-label={label}
      type={column.kind === "date" ? "date" : "text"}
      value={String(value)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
