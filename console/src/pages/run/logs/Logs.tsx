import { Button, Group, Stack, Text } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "~/components/Empty";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import type { TabProps } from "../tabProps";
import { LogControls } from "./LogControls";
import { LogList } from "./LogList";
import { useLog } from "./useLog";
import { nextError } from "./window";

/** The run's log: filtered and searched by the server, as long as it may be. */
export function Logs({ run, live, search, setSearch }: TabProps) {
  const { t } = useTranslation();
  const { level, node, q, line } = search;
  const written = live.history.logged;
  const [follows, setFollows] = useState(line === undefined);
  const [seen, setSeen] = useState(0);
  const log = useLog({ threadId: run.thread_id, level, node, q, line, written, follows });
  const [noError, setNoError] = useState(false);
  const toLine = (seq: number | undefined) => {
    if (seq !== undefined) setFollows(false);
    setSearch({ line: seq }, { replace: true });
  };
  const toError = async (step: 1 | -1) => {
    const seq = nextError(log.window, line, step) ?? (await log.nearestError(line, step));
    setNoError(seq === undefined);
    if (seq !== undefined) toLine(seq);
  };
  const follow = (wanted: boolean) => {
    if (wanted === follows) return;
    setFollows(wanted);
    setSeen(written);
  };
  const showContext = () => setSearch({ level: undefined, node: undefined, q: undefined });
  useHotkeys([
    ["n", () => void toError(1)],
    ["p", () => void toError(-1)],
    ["c", showContext],
  ]);
  const isFiltered = level !== undefined || node !== undefined || q !== undefined;
  const isEmpty = log.window.lines.length === 0;
  return (
    <Stack gap="sm">
      <LogControls
        run={run}
        search={search}
        setSearch={setSearch}
        counts={log.counts}
        onError={(step) => void toError(step)}
      />
      <Group gap="sm" mih={26}>
        {line !== undefined && isFiltered && (
          <Button size="compact-sm" variant="light" onClick={showContext}>
            {t("logs.context")}
          </Button>
        )}
        <Text size="xs" c="dimmed" role="status">
          {noError ? t("logs.noError") : t("logs.keys")}
        </Text>
      </Group>
      <ProblemAlert error={log.error} />
      {isEmpty && log.isReading && <Waiting />}
      {isEmpty && !log.isReading && (
        <Empty
          icon="runs"
          sentence={isFiltered ? t("logs.noMatch") : t("logs.none")}
          action={isFiltered ? <Button onClick={showContext}>{t("runs.clear")}</Button> : null}
          command={`renflow logs ${run.thread_id} -f`}
        />
      )}
      {!isEmpty && (
        <LogList
          key={`${level} ${node} ${q}`}
          window={log.window}
          line={line}
          mark={q}
          wrap={search.wrap === true}
          onLine={toLine}
          onOlder={log.older}
          onNewer={log.newer}
          follows={follows}
          missed={isFiltered ? 0 : written - seen}
          onFollow={follow}
        />
      )}
    </Stack>
  );
}
