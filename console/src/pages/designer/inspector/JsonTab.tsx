import { Alert, Stack, Text } from "@mantine/core";
import { Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { JsonEditor } from "~/components/json/LazyJsonEditor";
import { Waiting } from "~/components/Waiting";
import { isObject, type Json, type JsonObject } from "../document/document";
import { jsonText, readJson } from "../document/text";
import { sameJson } from "./sameJson";

interface JsonTabProps {
  label: string;
  value: JsonObject;
  /** Why a text cannot take the value's place: a word of the catalog under `inspector.badJson`. */
  refuse: (next: JsonObject) => string | undefined;
  onChange: (next: JsonObject) => void;
}

/** All of it as JSON: every field, also those that no form knows. What can be read takes effect as it is typed. */
export function JsonTab({ label, value, refuse, onChange }: JsonTabProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(() => jsonText(value, 2));
  const [refused, setRefused] = useState<string>();
  // What the editor says last is what it was given last: a change from elsewhere is another one.
  const mine = useRef<Json>(value);
  useEffect(() => {
    if (sameJson(mine.current, value)) return;
    mine.current = value;
    setText(jsonText(value, 2));
    setRefused(undefined);
  }, [value]);
  const type = (typed: string) => {
    setText(typed);
    const next = read(typed);
    const problem = isObject(next) ? refuse(next) : "unreadable";
    setRefused(problem);
    if (problem !== undefined || !isObject(next) || sameJson(next, mine.current)) return;
    mine.current = next;
    onChange(next);
  };
  return (
    <Stack gap="xs">
      <Suspense fallback={<Waiting />}>
        <JsonEditor label={label} value={text} onChange={type} height={420} />
      </Suspense>
      {refused !== undefined && (
        <Alert color="yellow" variant="light" p="xs" role="status">
          <Text size="xs">{t(`inspector.badJson.${refused}`)}</Text>
        </Alert>
      )}
    </Stack>
  );
}

function read(text: string): unknown {
  try {
    return readJson(text);
  } catch {
    return undefined;
  }
}
