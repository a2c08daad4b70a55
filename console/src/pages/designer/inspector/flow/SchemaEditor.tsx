import { Button, Group, Input, SegmentedControl, Stack, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { asObject } from "~/components/form/schemaForm";
import type { Json, JsonObject } from "../../document/document";
import { JsonField } from "../fields/JsonField";
import { PropertyRow } from "./PropertyRow";
import { tableOf, withName, withNewProperty, withProperty, withRequired } from "./schemaTable";

interface SchemaEditorProps {
  label: string;
  description?: string | undefined;
  error?: string | undefined;
  schema: Json | undefined;
  onChange: (schema: Json | undefined) => void;
}

/** A JSON Schema of an object as a table, a row for each property; as JSON where a table would hide something. */
export function SchemaEditor({ label, description, error, schema, onChange }: SchemaEditorProps) {
  const { t } = useTranslation();
  const [wish, setWish] = useState<"table" | "json">("table");
  const view = useMemo(() => tableOf(schema), [schema]);
  const isTable = wish === "table" && "rows" in view;
  const own = asObject(schema);
  const change = (next: JsonObject) => onChange(next);
  return (
    <Stack gap={6} role="group" aria-label={label}>
      <Group justify="space-between" gap="xs" align="flex-end">
        <Input.Label size="xs" component="div">
          {label}
        </Input.Label>
        <SegmentedControl
          size="xs"
          aria-label={t("inspector.shapeOf", { name: label })}
          value={isTable ? "table" : "json"}
          onChange={(chosen) => setWish(chosen as "table" | "json")}
          data={[
            { value: "table", label: t("inspector.table"), disabled: !("rows" in view) },
            { value: "json", label: "JSON" },
          ]}
        />
      </Group>
      {description && <Input.Description size="xs">{description}</Input.Description>}
      {"reason" in view && (
        <Text size="xs" className="ren-why">
          {t("inspector.noTable")}{" "}
          {t(`inspector.tableReason.${view.reason}`, { keyword: view.keyword ?? "" })}
        </Text>
      )}
      {isTable ? (
        <>
          {view.rows.map((row, index) => (
            <PropertyRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a row stays the same while its name is typed
              key={index}
              row={row}
              number={index + 1}
              onChange={(property) => change(withProperty(own, row.name, property))}
              onRequired={(isRequired) => change(withRequired(own, row.name, isRequired))}
              onRename={(to) => {
                const renamed = withName(own, row.name, to);
                if (renamed !== undefined) change(renamed);
                return renamed !== undefined;
              }}
            />
          ))}
          <Button
            size="compact-xs"
            variant="default"
            style={{ alignSelf: "flex-start" }}
            onClick={() => change(withNewProperty(schema))}
          >
            {t("inspector.addField")}
          </Button>
        </>
      ) : (
        <JsonField label={null} ariaLabel={label} value={schema} onChange={onChange} />
      )}
      {error && <Input.Error size="xs">{error}</Input.Error>}
    </Stack>
  );
}
