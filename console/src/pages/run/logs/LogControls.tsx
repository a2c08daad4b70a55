import { ActionIcon, Button, Group, Select, Switch, TextInput, Tooltip } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { path, save, withQuery } from "~/api/client";
import type { Run } from "~/api/types";
import { Icon } from "~/components/icons";
import { useFormat } from "~/format/useFormat";
import { useNodeName } from "~/names/nodeNames";
import { LEVELS, type RunSearch, type SetRunSearch } from "../selection";
import type { Counts } from "./reader";

const TYPING_MS = 250;

interface LogControlsProps {
  run: Run;
  search: RunSearch;
  setSearch: SetRunSearch;
  counts: Counts;
  onError: (step: 1 | -1) => void;
}

/** The log's filters, its search, the way to errors, and its download. */
export function LogControls({ run, search, setSearch, counts, onError }: LogControlsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useNodeName();
  const filter = { level: search.level, node: search.node, q: search.q };
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const count = (level: (typeof LEVELS)[number]) =>
    `${format.number(countFrom(counts.levels, level))}${counts.whole ? "" : "+"}`;
  const address = (query: typeof filter | object) =>
    withQuery(path`/runs/${run.thread_id}/logs`, { download: "1", ...query });
  return (
    <Group gap="xs">
      <Select
        size="xs"
        w={170}
        aria-label={t("logs.level")}
        placeholder={t("logs.everyLevel")}
        clearable
        data={LEVELS.map((level) => ({
          value: level,
          label: `${t("logs.from", { level })} · ${count(level)}`,
        }))}
        value={search.level ?? null}
        onChange={(value) => setSearch({ level: LEVELS.find((each) => each === value) })}
      />
      <Select
        size="xs"
        w={150}
        aria-label={t("logs.node")}
        placeholder={t("logs.everyNode")}
        clearable
        searchable
        data={run.nodes.map((node) => ({ value: node.id, label: nameOf(node.id) }))}
        value={search.node ?? null}
        onChange={(value) => setSearch({ node: value ?? undefined })}
      />
      <SearchBox
        value={search.q ?? ""}
        onChange={(q) => setSearch({ q: q || undefined }, { replace: true })}
      />
      <Group gap={4}>
        <Tooltip label={t("logs.previousError")}>
          <ActionIcon
            variant="default"
            size={30}
            aria-label={t("logs.previousError")}
            onClick={() => onError(-1)}
          >
            <Icon name="arrowUp" />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t("logs.nextError")}>
          <ActionIcon variant="default" size={30} aria-label={t("logs.nextError")} onClick={() => onError(1)}>
            <Icon name="arrowDown" />
          </ActionIcon>
        </Tooltip>
      </Group>
      <Switch
        size="xs"
        label={t("logs.wrap")}
        checked={search.wrap === true}
        onChange={(event) => setSearch({ wrap: event.currentTarget.checked || undefined }, { replace: true })}
      />
      <Button
        size="xs"
        variant="default"
        leftSection={<Icon name="download" />}
        onClick={() => void save(address({}), `${run.thread_id}.jsonl`)}
      >
        {t("logs.download")}
      </Button>
      {isFiltered && (
        <Button
          size="xs"
          variant="default"
          onClick={() => void save(address(filter), `${run.thread_id}.jsonl`)}
        >
          {t("logs.downloadView")}
        </Button>
      )}
    </Group>
  );
}

/** How many lines there are of a level and of those above it. */
export function countFrom(levels: Record<string, number>, level: (typeof LEVELS)[number]): number {
  const from = LEVELS.indexOf(level);
  return LEVELS.slice(from).reduce((sum, each) => sum + (levels[each] ?? 0), 0);
}

function SearchBox({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const tell = useDebouncedCallback(onChange, TYPING_MS);
  useEffect(() => setText(value), [value]);
  return (
    <TextInput
      size="xs"
      aria-label={t("logs.search")}
      placeholder={t("logs.search")}
      leftSection={<Icon name="search" size={14} />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}
