import { Button, Text, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Virtuoso } from "react-virtuoso";
import type { Step } from "~/api/types";
import { ErrorLine } from "~/components/ErrorLine";
import { JsonView } from "~/components/json/JsonView";
import { NodeStatusBadge } from "~/components/StatusBadge";
import { useFormat } from "~/format/useFormat";
import { spoken } from "~/i18n/spoken";

const LOOKS: Record<string, string> = { done: "finished" };
const HEIGHT = 460;

interface ItemTableProps {
  items: Step[];
  hasMore: boolean;
  isLoading: boolean;
  onMore: () => void;
}

/** Items in a list that holds only those in sight; more are loaded as its end comes near. */
export function ItemTable({ items, hasMore, isLoading, onMore }: ItemTableProps) {
  const { t } = useTranslation();
  const height = Math.min(HEIGHT, Math.max(120, items.length * 46));
  return (
    <div className="ren-items">
      <div className="ren-item ren-item-head" aria-hidden="true">
        <span>{t("items.state")}</span>
        <span>{t("items.key")}</span>
        <span>{t("items.result")}</span>
        <span>{t("items.tries")}</span>
        <span>{t("runs.duration")}</span>
      </div>
      <Virtuoso
        style={{ height }}
        data={items}
        computeItemKey={(_, item) => `${item.visit} ${item.loop} ${JSON.stringify(item.key)}`}
        itemContent={(_, item) => <Item item={item} />}
        endReached={() => hasMore && !isLoading && onMore()}
        tabIndex={0}
        aria-label={t("run.tabs.items")}
        role="region"
      />
      {hasMore && (
        <Button variant="subtle" size="compact-sm" fullWidth loading={isLoading} onClick={onMore}>
          {t("common.more")}
        </Button>
      )}
    </div>
  );
}

function Item({ item }: { item: Step }) {
  const format = useFormat();
  const [open, setOpen] = useState(false);
  return (
    <div className="ren-item-row">
      <UnstyledButton className="ren-item" aria-expanded={open} onClick={() => setOpen(!open)}>
        <NodeStatusBadge status={LOOKS[item.state] ?? item.state} />
        <Text span ff="monospace" size="sm" truncate>
          {text(item.key)}
        </Text>
        <Text span size="sm" truncate className={item.error ? "ren-red" : undefined}>
          {item.error ? <ErrorLine error={item.error} /> : text(item.value)}
        </Text>
        <Text span size="sm">
          {format.number(item.attempt)}
        </Text>
        <Text span size="sm" className="ren-nowrap">
          {format.span(item.duration_s)}
        </Text>
      </UnstyledButton>
      {open && (
        <div className="ren-item-open">
          {item.error ? (
            <>
              <Text size="sm" className="ren-break ren-prewrap">
                {item.error.message}
              </Text>
              <Text size="sm" c="dimmed">
                {spoken(item.error.hint)}
              </Text>
              {item.error.traceback && <pre className="ren-traceback">{item.error.traceback}</pre>}
            </>
          ) : (
            <JsonView value={item.value} />
          )}
        </div>
      )}
    </div>
  );
}

function text(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
