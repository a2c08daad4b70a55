import { Button, Group, List, Progress, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Chosen, carryOut, planOf } from "~/api/bulk";
import { RUNS } from "~/api/queries";
import type { BulkAnswer, BulkCommand, BulkItem } from "~/api/types";
import { Dialog } from "~/components/Dialog";
import { ProblemAlert } from "~/components/ProblemAlert";
import { RunName } from "~/components/RunName";
import { Waiting } from "~/components/Waiting";
import { useFormat } from "~/format/useFormat";

const SHOWN = 20;

interface BulkDialogProps {
  command: BulkCommand;
  chosen: Chosen;
  onClose: (isDone: boolean) => void;
}

/** Says to how many runs it will be done, does it after a second yes, and tells what became of each. */
export function BulkDialog({ command, chosen, onClose }: BulkDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const plan = useQuery({
    queryKey: ["bulk", command, chosen],
    queryFn: () => planOf(command, chosen),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const [done, setDone] = useState<BulkItem[] | null>(null);
  const [isAtWork, setIsAtWork] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const goesOn = useRef(true);
  const ids = plan.data?.items.flatMap((each) => (each.outcome === "accepted" ? [each.thread_id] : [])) ?? [];
  const act = async () => {
    goesOn.current = true;
    setIsAtWork(true);
    setDone([]);
    try {
      await carryOut(command, chosen.filter, ids, (items) => {
        setDone(items);
        return goesOn.current;
      });
    } catch (caught) {
      setError(caught);
    }
    setIsAtWork(false);
    await Promise.all([RUNS, ["runFacets"]].map((queryKey) => client.invalidateQueries({ queryKey })));
  };
  const close = () => {
    goesOn.current = false;
    onClose(done !== null);
  };
  return (
    <Dialog opened onClose={close} title={t(`bulk.titles.${command}`)}>
      <Stack>
        <ProblemAlert error={plan.error ?? error} />
        {plan.isPending && <Waiting lines={2} />}
        {plan.data && done === null && <Plan answer={plan.data} count={ids.length} />}
        {done !== null && <Outcome command={command} done={done} of={ids.length} isAtWork={isAtWork} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {isAtWork ? t("bulk.stop") : done === null ? t("common.notNow") : t("common.close")}
          </Button>
          {done === null && (
            <Button
              color={command === "delete" || command === "cancel" ? "red.8" : "teal"}
              disabled={ids.length === 0}
              onClick={() => void act()}
              data-autofocus
            >
              {t(`bulk.confirm.${command}`, { count: ids.length, runs: format.number(ids.length) })}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}

function Plan({ answer, count }: { answer: BulkAnswer; count: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const stays = sums(answer);
  return (
    <>
      <Text size="sm">{t(`bulk.explain.${answer.command}`, { count, runs: format.number(count) })}</Text>
      {stays.length > 0 && (
        <div>
          <Text size="sm">{t("bulk.stay")}</Text>
          <List size="sm">
            {stays.map(([status, number]) => (
              <List.Item key={status}>
                {status === "gone" ? t("bulk.gone") : t(`status.${status}`, { defaultValue: status })}:{" "}
                {format.number(number)}
              </List.Item>
            ))}
          </List>
        </div>
      )}
      {answer.command === "delete" && stays.length > 0 && <Text size="sm">{t("bulk.deleteHint")}</Text>}
      {answer.more > 0 && <Text size="sm">{t("bulk.more", { runs: format.number(answer.more) })}</Text>}
    </>
  );
}

/** How many of those that stay as they are stand where. */
function sums({ items }: BulkAnswer): Array<[status: string, runs: number]> {
  const found = new Map<string, number>();
  for (const { outcome, status } of items) {
    if (outcome !== "accepted") found.set(status ?? "gone", (found.get(status ?? "gone") ?? 0) + 1);
  }
  return [...found];
}

interface OutcomeProps {
  command: BulkCommand;
  done: BulkItem[];
  of: number;
  isAtWork: boolean;
}

function Outcome({ command, done, of, isAtWork }: OutcomeProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const accepted = done.filter((each) => each.outcome === "accepted").length;
  const others = done.filter((each) => each.outcome !== "accepted");
  return (
    <>
      {isAtWork && <Progress value={(100 * done.length) / Math.max(of, 1)} aria-label={t("bulk.progress")} />}
      <Text size="sm" role="status">
        {t(`bulk.done.${command}`, { count: accepted, runs: format.number(accepted), of: format.number(of) })}
      </Text>
      {others.length > 0 && (
        <List size="sm">
          {others.slice(0, SHOWN).map((each) => (
            <List.Item key={each.thread_id}>
              <RunName run={each} /> {t(`bulk.outcomes.${each.outcome}`)}
              {each.outcome === "failed" && each.detail}
            </List.Item>
          ))}
        </List>
      )}
      {others.length > SHOWN && (
        <Text size="sm">{t("bulk.others", { runs: format.number(others.length - SHOWN) })}</Text>
      )}
    </>
  );
}
