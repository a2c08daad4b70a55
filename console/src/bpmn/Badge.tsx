import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Countdown } from "~/components/Deadline";
import { useFormat } from "~/format/useFormat";
import { type Standing, toneOf } from "./standings";

interface BadgeProps {
  standing: Standing;
  threadId: string;
}

/** On an element: how often it was entered, how many tokens are there, how long it took; a form to be opened. */
export function Badge({ standing, threadId }: BadgeProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { tokens, visits, seconds, isIncident, form, dueAt } = standing;
  const colour = toneOf(standing);
  return (
    <>
      {visits > 0 && (
        <span className="ren-chip" data-place="visits" aria-hidden="true">
          {format.number(visits)}×
        </span>
      )}
      {(tokens > 0 || isIncident) && (
        <span
          className="ren-chip"
          data-place="tokens"
          data-colour={colour}
          data-moves={standing.status === "running" || undefined}
          data-tokens={tokens}
          aria-hidden="true"
        >
          {isIncident ? "!" : format.number(tokens)}
        </span>
      )}
      {dueAt !== null && (
        <span className="ren-chip" data-place="due" aria-hidden="true">
          <Countdown to={dueAt} size="xs" />
        </span>
      )}
      {seconds !== null && (
        <span className="ren-chip" data-place="below" aria-hidden="true">
          {format.span(seconds)}
        </span>
      )}
      {form && (
        <Link
          className="ren-chip"
          to={`/tasks/${encodeURIComponent(threadId)}/${encodeURIComponent(form.key)}`}
        >
          {t("bpmn.openForm")}
        </Link>
      )}
    </>
  );
}
