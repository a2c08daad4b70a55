import { Anchor, type AnchorProps, Badge, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { DraftTest } from "~/api/types";

interface Named {
  thread_id: string;
  title?: string | null;
}

/** What a run is called: its title, or its id. */
export function runName({ title, thread_id }: Named): string {
  return title ?? thread_id;
}

interface RunNameProps extends AnchorProps {
  run: Named;
  /** What the page of the run is to show: a query. */
  query?: string;
}

/** What a run is called, leading to its page; its id is in the tooltip. */
export function RunName({ run, query = "", ...anchor }: RunNameProps) {
  return (
    <Anchor
      component={Link}
      to={`/runs/${run.thread_id}${query}`}
      {...anchor}
      {...(run.title != null && { title: run.thread_id })}
    >
      <bdi>{runName(run)}</bdi>
    </Anchor>
  );
}

/** Marks a run that tests a draft. */
export function TestBadge({ test }: { test?: DraftTest | null }) {
  const { t } = useTranslation();
  if (!test) return null;
  const parts = [
    t("runs.testOf", { revision: test.revision }),
    test.stop_after !== null && t("runs.stopsAfter", { node: test.stop_after }),
    test.pinned.length > 0 && t("runs.pinned", { nodes: test.pinned.join(", ") }),
  ];
  return (
    <Badge color="grape" variant="light" size="sm" title={parts.filter(Boolean).join(" · ")}>
      {t("runs.test")}
    </Badge>
  );
}

/** A run's tags, each leading to all runs that have it. */
export function Tags({ tags }: { tags: string[] }) {
  const { t } = useTranslation();
  if (tags.length === 0) return null;
  return (
    <Group gap={4} component="span" display="inline-flex">
      {tags.map((tag) => (
        <Badge
          key={tag}
          component={Link}
          to={`/runs?tag=${encodeURIComponent(tag)}`}
          className="ren-tag"
          variant="default"
          size="sm"
          title={t("titles.withTag", { tag })}
        >
          <bdi>{tag}</bdi>
        </Badge>
      ))}
    </Group>
  );
}
