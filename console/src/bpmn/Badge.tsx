import { memo } from "react";
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
export const Badge = memo(Shown, isSame);

/** A run tells of all its elements anew with each event: most of them stand as before. */
function isSame(one: BadgeProps, other: BadgeProps): boolean {
  return one.threadId === other.threadId && JSON.stringify(one.standing) === JSON.stringify(other.standing);
}

function Shown({ standing, threadId }: BadgeProps) {
  const { tokens, visits, seconds, isIncident, form, dueAt } = standing;
  const colour = toneOf(standing);
  return (
    <>
      {visits > 0 && (
        <span className="ren-chip" data-place="visits" aria-hidden="true">
          {visits}×
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
          {isIncident ? "!" : tokens}
        </span>
      )}
      {dueAt !== null && (
        <span className="ren-chip" data-place="due" aria-hidden="true">
          <Countdown to={dueAt} size="xs" />
        </span>
      )}
      {seconds !== null && (
        <span className="ren-chip" data-place="below" aria-hidden="true">
          <Span seconds={seconds} />
        </span>
      )}
      {form && (
        <Link
          className="ren-chip"
          to={`/tasks/${encodeURIComponent(threadId)}/${encodeURIComponent(form.key)}`}
        >
          <FormWords />
        </Link>
      )}
    </>
  );
}

function Span({ seconds }: { seconds: number }) {
  return useFormat().span(seconds);
}

function FormWords() {
  return useTranslation().t("bpmn.openForm");
}
