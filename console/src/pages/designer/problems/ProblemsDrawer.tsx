import "../inspector/inspector.css";
import { Badge, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/components/icons";
import { nodeName } from "~/names/words";
import type { FlowProblem } from "../api";
import { type FlowDocument, nodeOf } from "../document/document";
import { useProblemText } from "./useProblemText";
import { sorted } from "./words";

interface ProblemsDrawerProps {
  problems: readonly FlowProblem[];
  goTo: (problem: FlowProblem) => void;
  /** The document they are about: for the names of its nodes. */
  flow?: FlowDocument | undefined;
  /** It has changed since. */
  isStale?: boolean;
  /** Why it could not be checked. */
  error?: unknown;
}

/** So many are listed at first. */
const SHOWN = 50;

/** What is wrong with the flow, mistakes apart from advice; each leads to its place. */
export function ProblemsDrawer({ problems, goTo, flow, isStale = false, error }: ProblemsDrawerProps) {
  const { t } = useTranslation();
  const { errors, warnings } = sorted(problems);
  const state = error
    ? t("problemList.unchecked")
    : problems.length === 0
      ? t(isStale ? "problemList.checking" : "problemList.none")
      : [
          errors.length > 0 && t("problemList.errors", { count: errors.length }),
          warnings.length > 0 && t("problemList.warnings", { count: warnings.length }),
        ]
          .filter(Boolean)
          .join(" · ");
  return (
    <Stack gap="sm" component="section" aria-label={t("problemList.title")} className="ren-problems">
      <Group gap="xs" className={errors.length > 0 ? "ren-red" : undefined}>
        <Icon name={problems.length === 0 && !error ? "check" : "alert"} />
        <Text size="sm" fw={600} role="status" aria-live="polite" data-stale={isStale}>
          {state}
        </Text>
      </Group>
      <Problems kind="errors" problems={errors} {...{ goTo, flow }} />
      <Problems kind="warnings" problems={warnings} {...{ goTo, flow }} />
    </Stack>
  );
}

interface ProblemsProps {
  kind: "errors" | "warnings";
  problems: readonly FlowProblem[];
  goTo: (problem: FlowProblem) => void;
  flow: FlowDocument | undefined;
}

function Problems({ kind, problems, goTo, flow }: ProblemsProps) {
  const { t } = useTranslation();
  const [isAll, setAll] = useState(false);
  if (problems.length === 0) return null;
  const shown = isAll ? problems : problems.slice(0, SHOWN);
  return (
    <div>
      <Text size="xs" c="dimmed" fw={600} mb={4}>
        {t(`problemList.${kind}Head`)}
      </Text>
      <ul className="ren-problem-list" aria-label={t(`problemList.${kind}Head`)}>
        {shown.map((problem) => (
          <li key={`${problem.code} ${problem.pointer} ${problem.detail}`}>
            <ProblemLine {...{ problem, goTo, flow }} />
          </li>
        ))}
      </ul>
      {problems.length > shown.length && (
        <UnstyledButton className="ren-more" onClick={() => setAll(true)}>
          {t("problemList.more", { count: problems.length - shown.length })}
        </UnstyledButton>
      )}
    </div>
  );
}

function ProblemLine({
  problem,
  goTo,
  flow,
}: Omit<ProblemsProps, "kind" | "problems"> & { problem: FlowProblem }) {
  const { t, i18n } = useTranslation();
  const { title, hint, place } = useProblemText(flow)(problem);
  return (
    <UnstyledButton className="ren-problem" data-severity={problem.severity} onClick={() => goTo(problem)}>
      <Group gap={6} wrap="wrap">
        <Badge size="sm" variant="default" tt="none" className="ren-break" maw="100%">
          {whereOf(problem, flow, i18n.language, t("problemList.flow"))}
        </Badge>
        {place && (
          <Text span size="xs" c="dimmed" className="ren-break">
            {place}
          </Text>
        )}
      </Group>
      <Text size="sm" className="ren-break">
        {title}
      </Text>
      {hint && (
        <Text size="xs" c="dimmed" className="ren-break">
          {hint}
        </Text>
      )}
    </UnstyledButton>
  );
}

/** The node, or the ends of the edge, as people know them. */
function whereOf(
  problem: FlowProblem,
  flow: FlowDocument | undefined,
  language: string,
  whole: string,
): string {
  const name = (id: string) => {
    const node = flow && nodeOf(flow, id);
    return node === undefined ? id : nodeName(node, language);
  };
  if (problem.edge !== null && problem.edge !== undefined)
    return `${name(problem.edge.source ?? "?")} → ${name(problem.edge.target ?? "?")}`;
  return problem.node_id === null ? whole : name(problem.node_id);
}
