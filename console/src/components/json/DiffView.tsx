import { Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Change, diffJson } from "./jsonDiff";

const LONGEST = 400;
const MOST = 300;

/** What changed between two values: a sign, the path, before and after. */
export function DiffView({ before, after }: { before: unknown; after: unknown }) {
  const { t } = useTranslation();
  const changes = useMemo(() => diffJson(before, after), [before, after]);
  if (changes.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("diff.same")}
      </Text>
    );
  }
  return (
    <div className="ren-diff">
      {changes.slice(0, MOST).map((each) => (
        <ChangeLines key={`${each.path} ${each.kind}`} change={each} />
      ))}
      {changes.length > MOST && (
        <Text size="sm" c="dimmed">
          {t("diff.more", { count: changes.length - MOST })}
        </Text>
      )}
    </div>
  );
}

function ChangeLines({ change }: { change: Change }) {
  const { t } = useTranslation();
  return (
    <div className="ren-diff-change">
      <div className="ren-diff-path">{change.path || t("diff.whole")}</div>
      {change.kind === "moved" && <div>{t("diff.moved", { to: String(change.after) })}</div>}
      {(change.kind === "removed" || change.kind === "changed") && (
        <div className="ren-diff-before">
          <span className="ren-sign">−</span>
          <span>{shown(change.before)}</span>
        </div>
      )}
      {(change.kind === "added" || change.kind === "changed") && (
        <div className="ren-diff-after">
          <span className="ren-sign">+</span>
          <span>{shown(change.after)}</span>
        </div>
      )}
    </div>
  );
}

function shown(value: unknown): string {
  const text = JSON.stringify(value, null, 1) ?? "null";
  const flat = text.length < 100 ? text.replace(/\s*\n\s*/g, " ") : text;
  return flat.length > LONGEST ? `${flat.slice(0, LONGEST)}…` : flat;
}
