import { Alert, Button, Code, Group, Spoiler, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, path } from "~/api/client";
import { itemSumsQuery } from "~/api/queries";
import type { LogAnswer, Run, RunError } from "~/api/types";
import { Icon } from "~/components/icons";
import { Scrolling } from "~/components/Scrolling";
import { spoken } from "~/i18n/spoken";
import { useErrorWords } from "~/i18n/told";
import { useNodeName } from "~/names/nodeNames";
import { LogLineText } from "../logs/LogLineText";
import type { SetRunSearch } from "../selection";

const LINES = 20;

interface FailureProps {
  run: Run;
  error: RunError;
  setSearch: SetRunSearch;
}

/** What broke, in the reader's and the engine's words; the last lines of the log there; which items failed. */
export function Failure({ run, error, setSearch }: FailureProps) {
  const { t } = useTranslation();
  const nameOf = useNodeName();
  const words = useErrorWords(error.code, error.hint);
  const title =
    error.node === null ? t("overview.failed") : t("overview.failedAt", { node: nameOf(error.node) });
  return (
    <Alert className="ren-bad" color="red" variant="light" icon={<Icon name="cross" />} title={title}>
      <Stack gap="sm">
        {words && (
          <div>
            <Text fw={600}>{words.title}</Text>
            {words.hint && <Text size="sm">{words.hint}</Text>}
          </div>
        )}
        <Text className="ren-break ren-prewrap" fw={600}>
          {error.message}
        </Text>
        {!words?.hint && <Text size="sm">{spoken(error.hint)}</Text>}
        <Group gap="xs">
          <Code>{error.code}</Code>
          {error.node !== null && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => setSearch({ node: error.node ?? undefined })}
            >
              {t("overview.showNode")}
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => setSearch({ tab: "logs", level: "ERROR", node: error.node ?? undefined })}
          >
            {t("overview.showErrors")}
          </Button>
        </Group>
        <FailedItems run={run} setSearch={setSearch} />
        {error.traceback && (
          <Spoiler maxHeight={130} showLabel={t("overview.wholeTraceback")} hideLabel={t("overview.less")}>
            <Code block className="ren-traceback" tabIndex={0}>
              {error.traceback}
            </Code>
          </Spoiler>
        )}
        <LastLines run={run} node={error.node} />
      </Stack>
    </Alert>
  );
}

function FailedItems({ run, setSearch }: { run: Run; setSearch: SetRunSearch }) {
  const { data } = useQuery(itemSumsQuery(run.thread_id));
  const errors = data?.errors ?? [];
  if (errors.length === 0) return null;
  return (
    <Group gap="xs">
      {errors.map((group) => (
        <Button
          key={group.error}
          size="compact-sm"
          variant="default"
          className="ren-red"
          onClick={() => setSearch({ tab: "items", error: group.error })}
        >
          {group.error} ×{group.items}
        </Button>
      ))}
    </Group>
  );
}

function LastLines({ run, node }: { run: Run; node: string | null }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ["run", run.thread_id, "lastLines", node, run.times.last_event_at],
    queryFn: ({ signal }) =>
      get<LogAnswer>(path`/runs/${run.thread_id}/logs`, { order: "desc", limit: LINES, node }, signal),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {t("overview.lastLines")}
      </Text>
      <Scrolling label={t("overview.lastLines")}>
        {data.items.toReversed().map((line, index) => (
          <LogLineText key={line.seq ?? `damaged ${index}`} line={line} wrap />
        ))}
      </Scrolling>
    </div>
  );
}
