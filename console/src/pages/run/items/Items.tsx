import { Button, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Run } from "~/api/types";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { useNodeName } from "~/names/nodeNames";
import { EmptyTab } from "../EmptyTab";
import { STEP_STATES } from "../selection";
import type { TabProps } from "../tabProps";
import { ErrorGroups } from "./ErrorGroups";
import { ItemTable } from "./ItemTable";
import { LoopSums } from "./LoopSums";
import { useItems } from "./useItems";

/** The items of durable loops: how many stand where, the kinds of errors, each item. */
export function Items({ run, live, search, setSearch }: TabProps) {
  const { t } = useTranslation();
  const shown = useItems(run, live, { state: search.items, node: search.node, error: search.error });
  if (shown.failure) return <ProblemAlert error={shown.failure} />;
  if (shown.sums === undefined) return <Waiting />;
  const { loops } = shown.sums;
  if (loops.length === 0) {
    return <EmptyTab icon="runs" sentence={t("items.none")} run={run} setSearch={setSearch} />;
  }
  const isFiltered = [search.items, search.node, search.error].some((each) => each !== undefined);
  return (
    <Stack>
      <LoopSums loops={loops} />
      <ErrorGroups
        run={run}
        sums={shown.sums}
        chosen={search.error}
        onChoose={(error) => setSearch({ error, items: search.items === "done" ? undefined : search.items })}
      />
      <Group justify="space-between" gap="xs">
        <SegmentedControl
          size="xs"
          aria-label={t("items.state")}
          value={search.items ?? "all"}
          onChange={(value) =>
            setSearch({
              items: STEP_STATES.find((each) => each === value),
              // What is done has no error.
              error: value === "done" ? undefined : search.error,
            })
          }
          data={["all", ...STEP_STATES].map((value) => ({ value, label: t(`items.states.${value}`) }))}
        />
        <Filtered node={search.node} run={run} onClear={() => setSearch({ node: undefined })} />
      </Group>
      {shown.items.length === 0 && !shown.hasMore && !shown.isLoading ? (
        <Group>
          <Text c="dimmed">{t("items.noMatch")}</Text>
          {isFiltered && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => setSearch({ items: undefined, node: undefined, error: undefined })}
            >
              {t("runs.clear")}
            </Button>
          )}
        </Group>
      ) : (
        <ItemTable
          items={shown.items}
          hasMore={shown.hasMore}
          isLoading={shown.isLoading}
          onMore={shown.more}
        />
      )}
    </Stack>
  );
}

function Filtered({ node, run, onClear }: { node: string | undefined; run: Run; onClear: () => void }) {
  const { t } = useTranslation();
  const nameOf = useNodeName();
  if (node === undefined || run.nodes.every((each) => each.id !== node)) return null;
  return (
    <Button size="compact-sm" variant="light" onClick={onClear}>
      {t("items.onlyNode", { node: nameOf(node) })}
    </Button>
  );
}
