import { type ReactNode, useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { FlowDocument, Run } from "~/api/types";
import { useFormat } from "~/format/useFormat";
import { Badge } from "./Badge";
import { Drawing, type DrawingProps } from "./Drawing";
import { standingsOf, takenFlows, toneOf } from "./standings";
import { typeWords } from "./typeWords";

interface RunDrawingProps extends Omit<DrawingProps, "told" | "badges" | "marks"> {
  run: Run;
  document: FlowDocument;
}

/** The drawing of a file with how a run of it stands: where its tokens are, where it was, where it stopped. */
export function RunDrawing({ run, document, ...drawing }: RunDrawingProps) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const standings = useMemo(() => standingsOf(run), [run]);
  const marks = useMemo(() => {
    const found = new Map([...takenFlows(document, run.edges).keys()].map((id) => [id, "ren-taken"]));
    for (const [id, standing] of standings) {
      const tone = toneOf(standing);
      if (tone !== undefined) found.set(id, `ren-at-${tone}`);
    }
    return found;
  }, [document, run.edges, standings]);
  const badges = useMemo(() => {
    const shown = [...standings].map(([id, standing]): [string, ReactNode] => [
      id,
      <Badge key={id} standing={standing} threadId={run.thread_id} />,
    ]);
    return new Map(shown);
  }, [standings, run.thread_id]);
  const told = useCallback<DrawingProps["told"]>(
    ({ id, name, type }) => {
      const parts = [name, typeWords(type, i18n.language)];
      const standing = standings.get(id);
      if (standing) {
        parts.push(t(`nodeStatus.${standing.status}`, { defaultValue: standing.status }));
        if (standing.isIncident) parts.push(t("bpmn.incident"));
        if (standing.tokens > 0) parts.push(t("bpmn.tokens", { count: standing.tokens }));
        if (standing.visits > 0) parts.push(t("overview.visits", { count: standing.visits }));
        if (standing.seconds !== null) parts.push(format.span(standing.seconds));
      }
      return parts.filter(Boolean).join(", ");
    },
    [standings, t, i18n.language, format],
  );
  return <Drawing {...drawing} marks={marks} badges={badges} told={told} />;
}
