import { Textarea } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "../../document/document";
import { jsonText, readJson } from "../../document/text";
import { sameJson } from "../sameJson";

interface JsonFieldProps {
  label: ReactNode;
  ariaLabel?: string;
  description?: ReactNode;
  error?: ReactNode;
  value: Json | undefined;
  /** Undefined where nothing stands in it. */
  onChange: (value: Json | undefined) => void;
}

/** Any JSON, typed: what cannot be read yet stays in the field, and nowhere else. */
export function JsonField({ label, ariaLabel, description, error, value, onChange }: JsonFieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(() => textOf(value));
  useEffect(() => {
    setText((before) => (sameJson(read(before), value) ? before : textOf(value)));
  }, [value]);
  const isUnreadable = read(text) === BROKEN;
  return (
    <Textarea
      label={label}
      aria-label={ariaLabel}
      description={description}
      error={isUnreadable ? t("json.unreadable") : error}
      autosize
      minRows={1}
      maxRows={14}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      spellCheck={false}
      size="xs"
      value={text}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        const next = read(typed);
        if (next !== BROKEN) onChange(next);
      }}
    />
  );
}

const BROKEN = "\u0000broken";

function textOf(value: Json | undefined): string {
  return value === undefined ? "" : jsonText(value, 2);
}

function read(text: string): Json | undefined {
  if (text.trim() === "") return undefined;
  try {
    return readJson(text) as Json;
  } catch {
    return BROKEN;
  }
}
