import { UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/format/useFormat";
import { Icon } from "../icons";

const SHOWN_CHILDREN = 100;
const OPEN_CHILDREN = 12;
const LONG_TEXT = 300;

/** Any JSON as a tree: what is large is folded, and shown in portions. Everything in it is text. */
export function JsonView({ value, depth = 0 }: { value: unknown; depth?: number }) {
  if (isPreview(value)) return <Preview value={value} />;
  if (value !== null && typeof value === "object") return <Branch value={value} depth={depth} />;
  return <Leaf value={value} />;
}

interface PreviewValue {
  $type: string;
  preview: string;
  size?: number;
}

/** What the server sends in place of a value that is long, or that JSON has no type for. */
export function isPreview(value: unknown): value is PreviewValue {
  return value !== null && typeof value === "object" && "$type" in value && "preview" in value;
}

function Preview({ value }: { value: PreviewValue }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <span className="ren-json ren-json-preview">
      <em>
        {value.$type}
        {value.size !== undefined && ` (${format.number(value.size)})`}
      </em>{" "}
      {value.preview} <em>{t("json.preview")}</em>
    </span>
  );
}

function Leaf({ value }: { value: unknown }) {
  const [whole, setWhole] = useState(false);
  const { t } = useTranslation();
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "null");
  const isLong = text.length > LONG_TEXT && !whole;
  return (
    <span className={`ren-json ren-json-${value === null ? "null" : typeof value}`}>
      {isLong ? `${text.slice(0, LONG_TEXT)}…` : text}
      {isLong && (
        <UnstyledButton className="ren-link" onClick={() => setWhole(true)}>
          {t("json.all")}
        </UnstyledButton>
      )}
    </span>
  );
}

function Branch({ value, depth }: { value: object; depth: number }) {
  const { t } = useTranslation();
  const entries = Object.entries(value);
  const [open, setOpen] = useState(depth < 1 || (depth < 3 && entries.length <= OPEN_CHILDREN));
  const [shown, setShown] = useState(SHOWN_CHILDREN);
  const isList = Array.isArray(value);
  const brackets = isList ? `[${entries.length}]` : `{${entries.length}}`;
  if (entries.length === 0) return <span className="ren-json">{isList ? "[]" : "{}"}</span>;
  return (
    <div className="ren-json">
      <UnstyledButton className="ren-json-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className={open ? "ren-turned" : "ren-unturned"}>
          <Icon name="down" size={12} />
        </span>
        {brackets}
      </UnstyledButton>
      {open && (
        <ul>
          {entries.slice(0, shown).map(([key, each]) => (
            <li key={key}>
              <span className="ren-json-key">{key}</span>: <JsonView value={each} depth={depth + 1} />
            </li>
          ))}
          {entries.length > shown && (
            <li>
              <UnstyledButton className="ren-link" onClick={() => setShown(shown + SHOWN_CHILDREN)}>
                {t("json.more", { count: entries.length - shown })}
              </UnstyledButton>
            </li>
          )}
        </ul>
      )}
    </div>
  );
}
