import { ActionIcon, Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Icon } from "~/components/icons";
import type { JsonObject } from "../../document/document";
import { withField, withKey } from "../edits";
import { NameInput } from "../fields/MapInput";

/** What becomes of a key that several branches write. */
const REDUCERS = ["append", "sum", "merge", "last", "max", "min"] as const;

interface StateReducersProps {
  state: JsonObject;
  error: string | undefined;
  onChange: (state: JsonObject | undefined) => void;
}

export function StateReducers({ state, error, onChange }: StateReducersProps) {
  const { t, i18n } = useTranslation();
  const put = (next: JsonObject) => onChange(Object.keys(next).length === 0 ? undefined : next);
  const add = () => {
    let number = Object.keys(state).length + 1;
    while (Object.hasOwn(state, `key_${number}`)) number += 1;
    put({ ...state, [`key_${number}`]: "append" });
  };
  const word = (reducer: string) => {
    const key = `inspector.reducer.${reducer}`;
    return i18n.exists(key) ? `${reducer} · ${t(key)}` : reducer;
  };
  return (
    <Stack gap={6} role="group" aria-label={t("inspector.state")}>
      <Text size="sm" fw={600}>
        {t("inspector.state")}
      </Text>
      <Text size="xs" c="dimmed">
        {t("inspector.stateHint")}
      </Text>
      {Object.entries(state).map(([key, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row stays the same while its key is typed
        <Group gap={6} wrap="nowrap" align="flex-start" key={index}>
          <NameInput
            label={t("inspector.keyOf", { number: index + 1 })}
            name={key}
            onRename={(to) => {
              const renamed = to === "" ? undefined : withKey(state, key, to);
              if (renamed !== undefined) put(renamed);
              return renamed !== undefined;
            }}
          />
          <NativeSelect
            size="xs"
            flex={1}
            aria-label={t("inspector.reducerOf", { name: key })}
            value={String(value)}
            onChange={(event) => put({ ...state, [key]: event.currentTarget.value })}
            data={[...(REDUCERS.some((each) => each === value) ? [] : [String(value)]), ...REDUCERS].map(
              (each) => ({ value: each, label: word(each) }),
            )}
          />
          <ActionIcon
            variant="default"
            size={30}
            flex="none"
            aria-label={t("inspector.removeName", { name: key })}
            onClick={() => put(withField(state, key, undefined))}
          >
            <Icon name="close" size={12} />
          </ActionIcon>
        </Group>
      ))}
      {error && (
        <Text size="xs" className="ren-red">
          {error}
        </Text>
      )}
      <Button size="compact-xs" variant="default" style={{ alignSelf: "flex-start" }} onClick={add}>
        {t("inspector.addKey")}
      </Button>
    </Stack>
  );
}
