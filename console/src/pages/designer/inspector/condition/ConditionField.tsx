import { Button, Group, Input, SegmentedControl, Stack, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "../../document/document";
import type { FieldEditorProps } from "../fields/fieldProps";
import { JsonField } from "../fields/JsonField";
import { added, newComparison } from "./edit";
import { format } from "./format";
import { PartBox } from "./GroupBox";
import type { Comparison } from "./model";
import { parse, type Reason } from "./parse";
import { TruthLine } from "./TruthLine";

type ConditionFieldProps = Pick<
  FieldEditorProps,
  "label" | "description" | "error" | "value" | "nodeId" | "keys" | "around" | "onChange"
>;

/** A rule, drawn where nothing of it would be lost by that; else as JSON, with the reason. */
export function ConditionField(props: ConditionFieldProps) {
  const { label, description, error, value, nodeId, keys, around, onChange } = props;
  const { t } = useTranslation();
  const [wish, setWish] = useState<"drawn" | "json">("drawn");
  const parsed = useMemo(() => parse(value), [value]);
  const isDrawn = wish === "drawn" && "part" in parsed;
  return (
    <Stack gap={6} role="group" aria-label={label}>
      <Group justify="space-between" gap="xs" align="flex-end">
        <Input.Label size="xs" required component="div">
          {label}
        </Input.Label>
        {value !== undefined && (
          <SegmentedControl
            size="xs"
            aria-label={t("condition.shape")}
            value={isDrawn ? "drawn" : "json"}
            onChange={(chosen) => setWish(chosen as "drawn" | "json")}
            data={[
              { value: "drawn", label: t("condition.drawn"), disabled: !("part" in parsed) },
              { value: "json", label: "JSON" },
            ]}
          />
        )}
      </Group>
      {description && <Input.Description size="xs">{description}</Input.Description>}
      {value === undefined && (
        <Button size="compact-xs" variant="default" onClick={() => onChange(format(newComparison()))}>
          {t("condition.begin")}
        </Button>
      )}
      {value !== undefined && "reason" in parsed && (
        <Text size="xs" className="ren-why">
          {t("condition.notDrawn")} {reasonText(parsed.reason, t)}
        </Text>
      )}
      {isDrawn && (
        <>
          <PartBox
            part={parsed.part}
            number={1}
            depth={0}
            keys={keys}
            onChange={(part) => onChange(format(part))}
            onRemove={undefined}
          />
          {parsed.part.kind === "comparison" && <Further part={parsed.part} onChange={onChange} />}
        </>
      )}
      {!isDrawn && value !== undefined && (
        <JsonField label={null} ariaLabel={t("inspector.ruleOf", { name: label })} {...{ value, onChange }} />
      )}
      {error && <Input.Error size="xs">{error}</Input.Error>}
      {value !== undefined && around.lastRun !== undefined && (
        <TruthLine rule={value} nodeId={nodeId} run={around.lastRun} />
      )}
    </Stack>
  );
}

interface FurtherProps {
  part: Comparison;
  onChange: (rule: Json) => void;
}

/** A single comparison becomes the first of several. */
function Further({ part, onChange }: FurtherProps) {
  const { t } = useTranslation();
  return (
    <Button
      size="compact-xs"
      variant="default"
      style={{ alignSelf: "flex-start" }}
      onClick={() => onChange(format(added(part, newComparison())))}
    >
      {t("condition.add")}
    </Button>
  );
}

function reasonText(reason: Reason, t: (key: string, words?: Record<string, string>) => string): string {
  return t(`condition.reason.${reason.code}`, "name" in reason ? { name: reason.name } : {});
}
