import { Checkbox, Group, Radio, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Entry, type Field, isYesOrNo } from "./schemaForm";

/** What every field says of itself. */
export interface Common {
  label: string;
  description: string | undefined;
  required: boolean;
  error: string | null;
}

interface BooleanInputProps {
  field: Field;
  common: Common;
  entry: Entry;
  onChange: (entry: Entry) => void;
}

/** A box to be ticked, a switch, or yes and no. */
export function BooleanInput({ field, common, entry, onChange }: BooleanInputProps) {
  if (isYesOrNo(field)) return <YesOrNo {...{ field, common, entry, onChange }} />;
  const Box = field.widget === "switch" ? Switch : Checkbox;
  return (
    <Box
      {...common}
      required={false} // a browser would take it for a box that has to be ticked
      checked={entry === true}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

/** Yes and no beside each other: neither is chosen until somebody does. */
function YesOrNo({ field, common, entry, onChange }: BooleanInputProps) {
  const { t } = useTranslation();
  const wordOf = (value: boolean) =>
    field.choices.find((choice) => choice.value === value)?.label ?? t(value ? "common.yes" : "common.no");
  return (
    <Radio.Group
      {...common}
      value={typeof entry === "boolean" ? String(entry) : ""}
      onChange={(value) => onChange(value === "true")}
    >
      <Group gap="md" mt={4}>
        {[true, false].map((value) => (
          <Radio key={String(value)} value={String(value)} label={wordOf(value)} />
        ))}
      </Group>
    </Radio.Group>
  );
}
