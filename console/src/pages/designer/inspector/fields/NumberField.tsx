import { TextInput } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "../../document/document";
import { jsonText, readJson } from "../../document/text";

interface NumberFieldProps {
  label?: ReactNode;
  ariaLabel?: string;
  description?: ReactNode;
  error?: ReactNode;
  /** A number; also one whose digits JavaScript cannot hold, as the document has it. */
  value: Json | undefined;
  placeholder?: string;
  width?: number | undefined;
  onChange: (value: Json | undefined) => void;
}

/** A number as JSON writes it: its digits stay as they were typed. */
export function NumberField({ ariaLabel, error, value, width, onChange, ...rest }: NumberFieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(() => shown(value));
  useEffect(() => {
    setText((before) => (Object.is(numberOf(before), value) ? before : shown(value)));
  }, [value]);
  const isUnreadable = text.trim() !== "" && numberOf(text) === undefined;
  return (
    <TextInput
      {...rest}
      aria-label={ariaLabel}
      error={isUnreadable ? t("inspector.noNumber") : error}
      size="xs"
      {...(width !== undefined && { w: width })}
      inputMode="decimal"
      value={text}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        const next = numberOf(typed);
        if (next !== undefined || typed.trim() === "") onChange(next);
      }}
    />
  );
}

function shown(value: Json | undefined): string {
  return value === undefined ? "" : jsonText(value);
}

/** A number, or its text with a mark; undefined: it is none. */
function numberOf(text: string): Json | undefined {
  if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text.trim())) return undefined;
  try {
    return readJson(text.trim()) as Json;
  } catch {
    return undefined; // such as 007
  }
}
