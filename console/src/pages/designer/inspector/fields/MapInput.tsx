import { ActionIcon, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/components/icons";
import type { Json, JsonObject } from "../../document/document";
import { withField, withKey } from "../edits";
import { firstValue, sourceOf } from "../functions/parameters";
import { JsonField } from "./JsonField";
import { SourceInput } from "./SourceInput";
import { StateKeyInput } from "./StateKeyInput";

interface MapInputProps {
  label: string;
  description?: string | undefined;
  error?: string | undefined;
  value: JsonObject;
  /** The values are names only, such as keys of another state; else they may be expressions. */
  isOfNames: boolean;
  keys: readonly string[];
  onChange: (value: JsonObject | undefined) => void;
}

/** An object with free keys, row by row: such as headers, or what a called flow is given. */
export function MapInput({ label, description, error, value, isOfNames, keys, onChange }: MapInputProps) {
  const { t } = useTranslation();
  const set = (name: string, next: Json | undefined) => {
    const changed = withField(value, name, next);
    onChange(Object.keys(changed).length === 0 ? undefined : changed);
  };
  const add = () => {
    let number = Object.keys(value).length + 1;
    while (Object.hasOwn(value, `name_${number}`)) number += 1;
    set(`name_${number}`, "");
  };
  return (
    <Stack gap={6} role="group" aria-label={label}>
      <Text size="xs" fw={500}>
        {label}
      </Text>
      {description && (
        <Text size="xs" c="dimmed">
          {description}
        </Text>
      )}
      {Object.entries(value).map(([name, each], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row stays the same while its name is typed
        <Stack gap={4} key={index} className="ren-map-row">
          <Group gap={6} wrap="nowrap" align="flex-end">
            <NameInput
              label={t("inspector.nameOfRow", { number: index + 1 })}
              name={name}
              onRename={(to) => {
                const renamed = withKey(value, name, to);
                if (renamed !== undefined) onChange(renamed);
                return renamed !== undefined;
              }}
            />
            <ActionIcon
              variant="default"
              size={30}
              aria-label={t("inspector.removeName", { name })}
              onClick={() => set(name, undefined)}
            >
              <Icon name="close" size={12} />
            </ActionIcon>
          </Group>
          <MapValue {...{ name, keys, isOfNames }} value={each} onChange={(next) => set(name, next)} />
        </Stack>
      ))}
      {error && (
        <Text size="xs" className="ren-red">
          {error}
        </Text>
      )}
      <Button size="compact-xs" variant="default" onClick={add} style={{ alignSelf: "flex-start" }}>
        {t("inspector.addRow")}
      </Button>
    </Stack>
  );
}

interface MapValueProps {
  name: string;
  value: Json;
  isOfNames: boolean;
  keys: readonly string[];
  onChange: (value: Json) => void;
}

function MapValue({ name, value, isOfNames, keys, onChange }: MapValueProps) {
  const { t } = useTranslation();
  const label = t("inspector.valueOf", { name });
  if (isOfNames && typeof value === "string") {
    return <StateKeyInput ariaLabel={label} value={value} keys={[]} onChange={onChange} />;
  }
  const source = sourceOf(value);
  return (
    <SourceInput
      label={label}
      name={name}
      source={source}
      sources={["value", "state", "rule"]}
      value={value}
      keys={keys}
      onSource={(next) => onChange(firstValue(next, undefined, value) ?? "")}
      onChange={(next) => next !== undefined && onChange(next)}
    >
      {typeof value === "string" ? (
        <TextInput
          size="xs"
          aria-label={label}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <JsonField
          label={null}
          ariaLabel={label}
          value={value}
          onChange={(next) => next !== undefined && onChange(next)}
        />
      )}
    </SourceInput>
  );
}

interface NameInputProps {
  label: string;
  name: string;
  /** Tells whether the name was free. */
  onRename: (to: string) => boolean;
}

/** A key of an object: it changes when the cursor leaves the field, so that no half of a name takes another's place. */
export function NameInput({ label, name, onRename }: NameInputProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(name);
  const [isTaken, setTaken] = useState(false);
  useEffect(() => setText(name), [name]);
  const commit = () => {
    if (text !== name) setTaken(text === "" || !onRename(text));
  };
  return (
    <TextInput
      size="xs"
      flex={1}
      aria-label={label}
      value={text}
      spellCheck={false}
      error={isTaken && text !== name ? t("inspector.nameTaken") : null}
      onChange={(event) => {
        setTaken(false);
        setText(event.currentTarget.value);
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
      }}
    />
  );
}
