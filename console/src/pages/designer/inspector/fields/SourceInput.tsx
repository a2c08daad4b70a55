import { Group, Input, NativeSelect, Stack } from "@mantine/core";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "../../document/document";
import { pathOf, type Source } from "../functions/parameters";
import { JsonField } from "./JsonField";
import { StateKeyInput } from "./StateKeyInput";

interface SourceInputProps {
  label: ReactNode;
  /** What it is called where the label is more than a name. */
  name: string;
  description?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  source: Source;
  /** Which sources there are; `none` where it may be left out. */
  sources: readonly Source[];
  value: Json | undefined;
  keys: readonly string[];
  onSource: (source: Source) => void;
  onChange: (value: Json | undefined) => void;
  /** The editor of a value as it stands. */
  children?: ReactNode;
}

/** Something that is given as it stands, read from the state, or computed: a choice, and the editor of what is chosen. */
export function SourceInput(props: SourceInputProps) {
  const { label, name, description, error, required = false, source, sources, value, keys } = props;
  const { t } = useTranslation();
  const id = useId();
  return (
    <Stack gap={4} role="group" aria-labelledby={id}>
      <Group justify="space-between" gap="xs" align="flex-end" wrap="nowrap">
        <Input.Label id={id} size="xs" required={required} className="ren-break" component="div">
          {label}
        </Input.Label>
        <NativeSelect
          size="xs"
          w={132}
          flex="none"
          aria-label={t("inspector.sourceOf", { name })}
          value={source}
          onChange={(event) => props.onSource(event.currentTarget.value as Source)}
          data={sources.map((each) => ({ value: each, label: t(`inspector.source.${each}`) }))}
        />
      </Group>
      {description && <Input.Description size="xs">{description}</Input.Description>}
      {source === "value" && props.children}
      {source === "state" && (
        <StateKeyInput
          ariaLabel={t("inspector.placeOf", { name })}
          value={pathOf(value) ?? ""}
          keys={keys}
          onChange={(path) => props.onChange({ var: path })}
        />
      )}
      {source === "rule" && (
        <JsonField
          label={null}
          ariaLabel={t("inspector.ruleOf", { name })}
          value={value}
          onChange={(next) => next !== undefined && props.onChange(next)}
        />
      )}
      {error && <Input.Error size="xs">{error}</Input.Error>}
    </Stack>
  );
}
