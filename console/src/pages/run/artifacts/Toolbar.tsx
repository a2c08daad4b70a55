import { Group, SegmentedControl, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/components/icons";
import type { RunSearch, SetRunSearch } from "../selection";
import { KINDS, type Kind } from "./kinds";
import { SaveAll } from "./SaveAll";

const PAUSE_MS = 250;
const ALL = "all";

interface ToolbarProps {
  threadId: string;
  search: RunSearch;
  setSearch: SetRunSearch;
  total: number;
}

/** Narrows the files down; at its end, all of them can be saved. */
export function Toolbar({ threadId, search, setSearch, total }: ToolbarProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(search.find ?? "");
  const find = useDebouncedCallback(
    (typed: string) => setSearch({ find: typed.trim() || undefined }, { replace: true }),
    PAUSE_MS,
  );
  return (
    <Group gap="sm" align="center">
      <TextInput
        aria-label={t("artifacts.search")}
        placeholder={t("artifacts.search")}
        leftSection={<Icon name="search" size={14} />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          find(event.currentTarget.value);
        }}
      />
      <SegmentedControl
        size="xs"
        aria-label={t("artifacts.kind")}
        data={[ALL, ...KINDS].map((kind) => ({ value: kind, label: t(`artifacts.kinds.${kind}`) }))}
        value={search.kind ?? ALL}
        onChange={(kind) => {
          find.cancel(); // what is typed goes along: told later, it would take the kind away again
          setSearch({ kind: kind === ALL ? undefined : (kind as Kind), find: text.trim() || undefined });
        }}
      />
      <Text size="sm" c="dimmed" role="status">
        {t("artifacts.count", { count: total })}
      </Text>
      <Group gap="xs" ml="auto">
        <SaveAll threadId={threadId} />
      </Group>
    </Group>
  );
}
