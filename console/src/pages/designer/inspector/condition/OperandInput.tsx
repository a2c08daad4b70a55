import { NativeSelect, TagsInput, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { keptNumber } from "../../document/text";
import { NumberField } from "../fields/NumberField";
import { StateKeyInput } from "../fields/StateKeyInput";
import type { Operand, Scalar } from "./model";
import { tagsOf, valuesOf } from "./tags";

interface OperandInputProps {
  /** What it is in the comparison. */
  label: string;
  operand: Operand;
  keys: readonly string[];
  onChange: (operand: Operand) => void;
}

type Kind = "var" | "text" | "number" | "true" | "false" | "null" | "list";

/** A place in the state, or a value: which of them, and the field that it is typed into. */
export function OperandInput({ label, operand, keys, onChange }: OperandInputProps) {
  const { t } = useTranslation();
  const kind = kindOf(operand);
  if (operand.kind === "list") {
    return (
      <TagsInput
        size="xs"
        className="ren-operand-value"
        aria-label={label}
        placeholder={t("form.addItem")}
        value={tagsOf(operand.values)}
        onChange={(tags) => onChange({ kind: "list", values: valuesOf(tags) })}
        splitChars={["\n", "\t"]}
        allowDuplicates
      />
    );
  }
  return (
    <div className="ren-operand">
      <NativeSelect
        size="xs"
        className="ren-operand-kind"
        aria-label={t("condition.kindOf", { name: label })}
        value={kind}
        onChange={(event) => onChange(begun(event.currentTarget.value as Kind, operand))}
        data={(["var", "text", "number", "true", "false", "null"] as const).map((each) => ({
          value: each,
          label: t(`condition.kind.${each}`),
        }))}
      />
      {operand.kind === "var" && (
        <div className="ren-operand-value">
          <StateKeyInput
            ariaLabel={label}
            value={operand.path}
            keys={keys}
            onChange={(path) => onChange({ ...operand, path })}
          />
          {operand.fallback !== undefined && (
            <Text size="xs" c="dimmed" className="ren-break">
              {t("condition.fallback", { value: JSON.stringify(operand.fallback) })}
            </Text>
          )}
        </div>
      )}
      {kind === "text" && operand.kind === "value" && (
        <TextInput
          size="xs"
          className="ren-operand-value"
          aria-label={label}
          value={String(operand.value)}
          onChange={(event) => onChange({ kind: "value", value: event.currentTarget.value })}
        />
      )}
      {kind === "number" && operand.kind === "value" && (
        <div className="ren-operand-value">
          <NumberField
            ariaLabel={label}
            value={operand.value}
            onChange={(value) => value !== undefined && onChange({ kind: "value", value: value as Scalar })}
          />
        </div>
      )}
    </div>
  );
}

function kindOf(operand: Operand): Kind {
  if (operand.kind !== "value") return operand.kind;
  const { value } = operand;
  if (value === null) return "null";
  if (typeof value === "boolean") return `${value}`;
  return typeof value === "number" || keptNumber(value) !== undefined ? "number" : "text";
}

/** An operand of another kind; what was typed is kept where it can be. */
function begun(kind: Kind, before: Operand): Operand {
  const typed =
    before.kind === "var" ? before.path : before.kind === "value" ? String(before.value ?? "") : "";
  switch (kind) {
    case "var":
      return { kind: "var", path: typed, spelling: "bare" };
    case "number":
      return { kind: "value", value: Number.isFinite(Number(typed)) ? Number(typed) : 0 };
    case "true":
    case "false":
      return { kind: "value", value: kind === "true" };
    case "null":
      return { kind: "value", value: null };
    default:
      return { kind: "value", value: typed };
  }
}
