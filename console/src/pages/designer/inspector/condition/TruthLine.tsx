import { Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import type { Evaluation } from "~/api/types";
import { useErrorWords } from "~/i18n/told";
import type { Json } from "../../document/document";
import { lastVisit } from "../data/lastVisit";
import { evaluationQuery, recentCheckpointsQuery } from "../data/queries";
import { useSettled } from "../useSettled";
import { placesIn } from "./placesIn";

interface TruthLineProps {
  rule: Json;
  nodeId: string;
  /** The run whose data it is asked over. */
  run: string;
}

/** What the rule gives with what the node saw in the last run: the server evaluates it, as a run would. */
export function TruthLine({ rule, nodeId, run }: TruthLineProps) {
  const { t } = useTranslation();
  const settled = useSettled(rule);
  const checkpoints = useQuery(recentCheckpointsQuery(run)).data;
  const visit = useMemo(() => lastVisit(checkpoints ?? [], nodeId), [checkpoints, nodeId]);
  const places = useMemo(() => placesIn(settled), [settled]);
  const expressions = useMemo(() => [settled, ...places.map((path) => ({ var: path }))], [settled, places]);
  const { data, error } = useQuery({
    ...evaluationQuery(run, visit?.before, expressions),
    enabled: checkpoints !== undefined,
    placeholderData: keepPreviousData,
  });
  const words = useErrorWords(error instanceof ApiError ? error.problem.code : undefined);
  if (error) {
    return (
      <Text size="xs" c="dimmed">
        {t("condition.noTruth")} {words?.title}
      </Text>
    );
  }
  const [whole, ...seen] = data?.results ?? [];
  if (whole === undefined) return null;
  const values = places.flatMap((path, index) => {
    const value = seen[index]?.value;
    return value === undefined ? [] : [`${path} = ${short(value)}`];
  });
  return (
    <Text size="xs" className="ren-truth ren-break" role="status" data-truth={String(whole.truthy)}>
      {t(visit === undefined ? "condition.lastState" : "condition.lastData")} <Outcome {...whole} />
      {values.length > 0 && (
        <Text span inherit c="dimmed">
          {" "}
          · {values.join(" · ")}
        </Text>
      )}
    </Text>
  );
}

function Outcome({ value, truthy, error }: Evaluation["results"][number]) {
  const { t } = useTranslation();
  const words = useErrorWords(error?.code);
  if (error) {
    return (
      <>
        <strong>{t("condition.fails")}</strong> {words?.title ?? error.detail}
      </>
    );
  }
  return (
    <>
      <strong>{t(truthy ? "condition.holds" : "condition.holdsNot")}</strong>
      {typeof value === "boolean" ? "" : ` (${short(value)})`}
    </>
  );
}

const LONGEST = 60;

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? "null";
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
