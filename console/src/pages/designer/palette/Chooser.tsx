import { FocusTrap, Paper, Text, TextInput } from "@mantine/core";
import { useClickOutside } from "@mantine/hooks";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon, type IconName } from "~/components/icons";

export interface Option {
  key: string;
  title: string;
  icon: IconName;
  group?: string;
  /** Also looked through when something is searched. */
  words?: string;
  /** Why it cannot be chosen. */
  refused?: string | undefined;
}

interface ChooserProps {
  label: string;
  options: readonly Option[];
  at: { x: number; y: number };
  onChoose: (key: string) => void;
  onClose: () => void;
}

const WIDTH = 300;
const HEIGHT = 340;

/** A list at a point of the window: what is typed narrows it, Enter chooses, Esc closes. */
export function Chooser({ label, options, at, onChoose, onClose }: ChooserProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [index, setIndex] = useState(0);
  const list = useId();
  const outside = useClickOutside(onClose);
  const shown = found(options, text);
  const current = shown[Math.min(index, shown.length - 1)];
  const marked = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one is marked
  useEffect(() => {
    marked.current?.scrollIntoView({ block: "nearest" }); // what it gives, newer browsers wait for
  }, [current?.key]);
  const step = (by: number) =>
    setIndex((shown.indexOf(current as Option) + by + shown.length) % shown.length);
  const onKey = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") onClose();
    else if (event.key === "ArrowDown" && shown.length > 0) step(1);
    else if (event.key === "ArrowUp" && shown.length > 0) step(-1);
    else if (event.key === "Enter" && current && current.refused === undefined) onChoose(current.key);
    else return;
    event.preventDefault();
  };
  const left = Math.max(8, Math.min(at.x, window.innerWidth - WIDTH - 8));
  const top = Math.max(8, Math.min(at.y, window.innerHeight - HEIGHT - 8));
  return (
    <FocusTrap>
      <Paper
        ref={outside}
        className="ren-chooser"
        shadow="md"
        withBorder
        role="dialog"
        aria-label={label}
        style={{ left, top, width: WIDTH, maxHeight: HEIGHT }}
      >
        <TextInput
          data-autofocus
          size="sm"
          m={8}
          role="combobox"
          aria-label={label}
          aria-expanded
          aria-controls={list}
          aria-activedescendant={current && `${list}-${current.key}`}
          placeholder={label}
          leftSection={<Icon name="search" size={14} />}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setIndex(0);
          }}
          onKeyDown={onKey}
        />
        <div id={list} role="listbox" aria-label={label} className="ren-chooser-list" tabIndex={-1}>
          {shown.map((option, place) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field above
            <div
              key={option.key}
              id={`${list}-${option.key}`}
              ref={option === current ? marked : undefined}
              role="option"
              tabIndex={-1}
              aria-selected={option === current}
              aria-disabled={option.refused !== undefined}
              className="ren-chooser-option"
              onPointerMove={() => setIndex(place)}
              onClick={() => option.refused === undefined && onChoose(option.key)}
            >
              <Icon name={option.icon} size={14} />
              <span className="ren-chooser-title">{option.title}</span>
              {option.refused !== undefined && <span className="ren-chooser-refused">{option.refused}</span>}
            </div>
          ))}
        </div>
        {shown.length === 0 && (
          <Text size="sm" c="dimmed" p="sm">
            {t("designer.noneFound")}
          </Text>
        )}
      </Paper>
    </FocusTrap>
  );
}

/** What has all words; what can be chosen before what cannot. */
function found(options: readonly Option[], text: string): Option[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const hits = options.filter(({ title, key, words: more = "", group = "" }) => {
    const all = `${title}\n${key}\n${more}\n${group}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
  return [
    ...hits.filter((each) => each.refused === undefined),
    ...hits.filter((each) => each.refused !== undefined),
  ];
}
