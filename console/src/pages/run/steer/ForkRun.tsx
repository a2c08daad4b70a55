import { Button, Group, List, Select, Stack, Text, TextInput } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useFork } from "~/api/commands";
import { checkpointsQuery, versionQuery } from "~/api/queries";
import type { Checkpoint, JsonObject, ProblemPart, Run } from "~/api/types";
import { Dialog } from "~/components/Dialog";
import { useFieldProblems, useFirstMarked } from "~/components/form/useFieldProblems";
import { JsonEditor } from "~/components/json/LazyJsonEditor";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { clock } from "~/format/moments";
import { useNodeName } from "~/names/nodeNames";
import { documentOf } from "~/pages/flows/document";
import { forkPlan, newestDue } from "./forkPlan";

interface ForkRunProps {
  run: Run;
  opened: boolean;
  checkpoint: string | undefined;
  onClose: () => void;
}

/** A new run from an old checkpoint, with a plan of what will run again. */
export function ForkRun({ run, opened, checkpoint, onClose }: ForkRunProps) {
  const { t } = useTranslation();
  return (
    <Dialog opened={opened} onClose={onClose} title={t("fork.title")} size="lg">
      <ForkForm run={run} checkpoint={checkpoint} onClose={onClose} />
    </Dialog>
  );
}

function ForkForm({ run, checkpoint, onClose }: Omit<ForkRunProps, "opened">) {
  const { t } = useTranslation();
  const nameOf = useNodeName();
  const navigate = useNavigate();
  const fork = useFork(run.thread_id);
  const checkpoints = useInfiniteQuery(checkpointsQuery(run.thread_id));
  // Before the input there is nothing to go on from.
  const items = checkpoints.data?.pages.flatMap((page) => page.items.filter(({ step }) => step !== -1)) ?? [];
  const [chosen, setChosen] = useState(checkpoint ?? "");
  const [name, setName] = useState("");
  const [updates, setUpdates] = useState("{}");
  const [unreadable, setUnreadable] = useState(false);
  const { data: version } = useQuery(versionQuery(run.flow_id, run.version, run.machine));
  const from = chosen || (version && newestDue(documentOf(version), items)) || "";
  const form = useRef<HTMLDivElement>(null);
  const problems = useFieldProblems(fork.error, ["thread_id"]);
  useFirstMarked(form, fork.error);
  const isOfName = (problem: ProblemPart) => problem.pointer === "/thread_id";
  const submit = async () => {
    const read = readUpdates(updates);
    setUnreadable(read === undefined);
    if (read === undefined) return;
    const forked = await fork.mutateAsync({
      checkpoint_id: from,
      updates: read,
      ...(name.trim() && { thread_id: name.trim() }),
    });
    await navigate(`/runs/${forked.thread_id}`, { flushSync: true });
  };
  return (
    <Stack ref={form}>
      <Text size="sm">{t("fork.explain")}</Text>
      <Select
        label={t("fork.from")}
        data={items.map((each) => ({
          value: each.checkpoint_id,
          label: t("fork.after", {
            node: each.node === null ? t("state.input") : nameOf(each.node),
            time: clock(each.ts),
          }),
        }))}
        value={from || null}
        onChange={(value) => setChosen(value ?? "")}
        searchable
        allowDeselect={false}
        nothingFoundMessage={t("fork.nothing")}
      />
      {checkpoints.hasNextPage && (
        <Button variant="subtle" size="compact-sm" onClick={() => void checkpoints.fetchNextPage()}>
          {t("common.more")}
        </Button>
      )}
      <Plan run={run} checkpoints={items} chosen={from} />
      <Suspense fallback={<Waiting />}>
        <JsonEditor label={t("fork.updates")} value={updates} onChange={setUpdates} height={120} />
      </Suspense>
      {unreadable && <Text className="ren-red">{t("json.unreadable")}</Text>}
      <TextInput
        label={t("start.name")}
        description={t("start.nameExplain")}
        error={problems.at("thread_id") ?? null}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <ProblemAlert error={fork.error} isMarked={isOfName} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("common.notNow")}
        </Button>
        <Button disabled={!from} loading={fork.isPending} onClick={() => submit().catch(() => undefined)}>
          {t("fork.start")}
        </Button>
      </Group>
    </Stack>
  );
}

function Plan({ run, checkpoints, chosen }: { run: Run; checkpoints: Checkpoint[]; chosen: string }) {
  const { t } = useTranslation();
  const nameOf = useNodeName();
  const { data } = useQuery(versionQuery(run.flow_id, run.version, run.machine));
  if (data === undefined || !chosen) return null;
  const plan = forkPlan(documentOf(data), checkpoints, chosen);
  const kept = [...plan.kept].map(([node, visits]) => nameOf(node) + (visits > 1 ? ` ×${visits}` : ""));
  return (
    <List size="sm" data-testid="fork-plan">
      <List.Item>{t("plan.kept", { nodes: kept.join(", ") || "–" })}</List.Item>
      <List.Item>{t("plan.again", { nodes: plan.again.map(nameOf).join(", ") || "–" })}</List.Item>
      {plan.fresh.length > 0 && (
        <List.Item>{t("plan.fresh", { nodes: plan.fresh.map(nameOf).join(", ") })}</List.Item>
      )}
    </List>
  );
}

function readUpdates(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text || "{}");
    return value !== null && typeof value === "object" && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}
