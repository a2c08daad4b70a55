import { Alert, List, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, Unreachable } from "~/api/client";
import type { Problem, ProblemPart } from "~/api/types";
import { spoken } from "~/i18n/spoken";
import { useErrorWords, useToldWords } from "~/i18n/told";
import { Icon } from "./icons";
import { Prose } from "./Prose";

interface ProblemAlertProps {
  error: unknown;
  title?: string;
  /** What is said beside a field already. */
  isMarked?: (problem: ProblemPart) => boolean;
}

/** Why something was not done, with what to do next. */
export function ProblemAlert({ error, title, isMarked }: ProblemAlertProps) {
  const { t } = useTranslation();
  if (error === null || error === undefined) return null;
  if (error instanceof ApiError) return <Told problem={error.problem} title={title} isMarked={isMarked} />;
  const text = error instanceof Unreachable ? t("problem.unreachable") : String(error);
  return (
    <Framed title={title ?? t("problem.title")}>
      <Prose text={text} />
    </Framed>
  );
}

interface ToldProps {
  problem: Problem;
  title: string | undefined;
  isMarked: ((problem: ProblemPart) => boolean) | undefined;
}

/** The reader's own words for it; then the server's, which name the things it is about. */
function Told({ problem, title, isMarked = () => false }: ToldProps) {
  const { t } = useTranslation();
  const words = useErrorWords(problem.code);
  const parts = problem.problems ?? [];
  const further = parts.filter((part) => !isMarked(part));
  const isMissing = problem.code.endsWith("_NOT_FOUND");
  const isAllMarked = parts.length > 0 && further.length === 0;
  return (
    <Framed title={title ?? words?.title ?? t(isMissing ? "problem.missing" : "problem.title")}>
      {title !== undefined && words && <Text size="sm">{words.title}</Text>}
      {isAllMarked ? (
        <Text size="sm">{t("problem.marked")}</Text>
      ) : (
        <>
          {words && <Text size="sm">{words.hint}</Text>}
          <Text size="sm" mt={4} c={words && "dimmed"} className="ren-break">
            {problem.detail}
          </Text>
          {!words && problem.hint && (
            <Text size="sm" mt={4}>
              {spoken(problem.hint)}
            </Text>
          )}
        </>
      )}
      {further.length > 0 && (
        <List size="sm" mt="xs">
          {further.map((part) => (
            <Part
              key={[part.pointer, part.code, part.element, part.line, part.detail].join(" ")}
              part={part}
            />
          ))}
        </List>
      )}
      <Text size="xs" mt="xs" c="dimmed">
        {problem.code}
      </Text>
    </Framed>
  );
}

/** One thing that is wrong, and where. */
function Part({ part }: { part: ProblemPart }) {
  const words = useToldWords()?.problems[part.code];
  return (
    <List.Item>
      <Place part={part} /> {words}{" "}
      <Text span inherit c={words && "dimmed"}>
        {part.detail} {spoken(part.hint)}
      </Text>
    </List.Item>
  );
}

/** Of a BPMN file the element and its line say more than that it is about the file. */
function Place({ part: { pointer, element, line } }: { part: ProblemPart }) {
  const { t } = useTranslation();
  if (element == null && line == null) return <code>{pointer}</code>;
  return (
    <>
      {element != null && <code>{element}</code>}
      {line != null && ` (${t("problem.line", { line })})`}
    </>
  );
}

function Framed({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Alert
      className="ren-bad"
      color="red"
      variant="light"
      icon={<Icon name="alert" />}
      title={title}
      role="alert"
    >
      {children}
    </Alert>
  );
}
