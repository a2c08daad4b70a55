import { Modal, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMatch, useNavigate } from "react-router";
import { flowsQuery, someRunsQuery } from "~/api/queries";
import { Icon, type IconName } from "~/components/icons";
import { runName } from "~/components/RunName";
import { statusWord } from "~/components/StatusBadge";
import { switchLanguage } from "~/i18n";
import { flowName } from "~/names/words";
import { PLACES } from "./Navigation";
import { type Entry, fitting, shownActions } from "./palette";

const MOST_RUNS = 8;
const PAUSE_MS = 150;

interface PaletteProps {
  onClose: () => void;
  onKeys: () => void;
}

/** Everything by a few letters: what can be done here, pages, flows, runs. */
export function Palette({ onClose, onKeys }: PaletteProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const list = useId();
  const here = useRef<HTMLButtonElement>(null);
  const entries = useEntries(text, onKeys);
  const current = Math.min(at, entries.length - 1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows the keys
  useEffect(() => void here.current?.scrollIntoView({ block: "nearest" }), [current]);
  const choose = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    onClose();
    entry.act();
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((current + step + entries.length) % Math.max(1, entries.length));
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      choose(entries[current]);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      padding={0}
      withCloseButton={false}
      yOffset="10vh"
      centered={false}
      aria-label={t("palette.title")}
      returnFocus
    >
      <TextInput
        size="md"
        variant="unstyled"
        className="ren-palette-field"
        leftSection={<Icon name="search" />}
        placeholder={t("palette.hint")}
        aria-label={t("palette.title")}
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={entries[current] ? `${list}-${current}` : undefined}
        maxLength={200}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
        data-autofocus
      />
      <div id={list} role="listbox" aria-label={t("palette.title")} className="ren-palette">
        {entries.map((entry, place) => (
          <UnstyledButton
            key={entry.key}
            id={`${list}-${place}`}
            ref={place === current ? here : undefined}
            role="option"
            aria-selected={place === current}
            tabIndex={-1}
            className="ren-palette-entry"
            onClick={() => choose(entry)}
          >
            <Icon name={entry.icon} />
            <Text span size="sm" className="ren-break ren-grow">
              <bdi>{entry.label}</bdi>
            </Text>
            <Text span size="xs" c="dimmed" className="ren-break">
              {entry.about}
            </Text>
          </UnstyledButton>
        ))}
        {entries.length === 0 && (
          <Text size="sm" c="dimmed" p="md" role="status">
            {t("palette.none")}
          </Text>
        )}
      </div>
    </Modal>
  );
}

const DIALOGS: Array<[dialog: string, icon: IconName, key: string]> = [
  ["again", "play", "again.action"],
  ["rename", "edit", "titles.action"],
  ["fork", "branch", "run.fork"],
  ["compare", "runs", "compare.action"],
];

function useEntries(text: string, onKeys: () => void): Entry[] {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const runId = useMatch("/runs/:threadId")?.params.threadId;
  const [q] = useDebouncedValue(text.trim(), PAUSE_MS);
  const runs = useQuery(someRunsQuery(q === "" ? {} : { q }, MOST_RUNS)).data?.items ?? [];
  const flows = useQuery(flowsQuery()).data?.items ?? [];
  // What the page offers is looked at once: the palette stands before it.
  const [actions] = useState(shownActions);
  const fixed = useMemo(() => {
    const to = (address: string) => () => void navigate(address);
    const other = i18n.language === "zh" ? "en" : "zh";
    return [
      ...actions,
      ...(runId === undefined
        ? []
        : DIALOGS.map(([dialog, icon, key]) => ({
            key: `dialog ${dialog}`,
            icon,
            label: t(key),
            about: t("palette.run"),
            act: to(`/runs/${runId}?dialog=${dialog}`),
          })).filter(({ label }) => !actions.some((each) => each.label === label))),
      ...PLACES.map(([address, icon, name]) => ({
        key: `page ${name}`,
        icon,
        label: t(`nav.${name}`),
        about: t("palette.page"),
        act: to(address),
      })),
      ...flows.flatMap((flow) => [
        {
          key: `start ${flow.id}`,
          icon: "play" as const,
          label: t("palette.start", { flow: flowName(flow, i18n.language) }),
          about: flow.id,
          act: to(`/flows/${flow.id}?start=1`),
        },
        {
          key: `flow ${flow.id}`,
          icon: "flow" as const,
          label: flowName(flow, i18n.language),
          about: t("palette.flow"),
          act: to(`/flows/${flow.id}`),
        },
      ]),
      { key: "keys", icon: "question" as const, label: t("keys.title"), about: "?", act: onKeys },
      {
        key: "language",
        icon: "refresh" as const,
        label: other === "zh" ? "中文" : "English",
        about: t("nav.language"),
        act: () => void switchLanguage(other),
      },
    ] satisfies Entry[];
  }, [actions, flows, runId, t, i18n.language, navigate, onKeys]);
  const found: Entry[] = runs.map((run) => ({
    key: `run ${run.thread_id}`,
    icon: "runs",
    label: runName(run),
    about: `${t(statusWord(run.status, run.reason))} · ${run.title === null ? run.flow_id : run.thread_id}`,
    act: () => void navigate(`/runs/${run.thread_id}`),
  }));
  const many: Entry[] =
    q === ""
      ? []
      : [
          {
            key: "search",
            icon: "search",
            label: t("palette.search", { text: q }),
            about: t("nav.runs"),
            act: () => void navigate(`/runs?q=${encodeURIComponent(q)}`),
          },
        ];
  return [...fitting(fixed, text), ...found, ...many];
}
