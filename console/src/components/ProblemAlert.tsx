import { Alert, List, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, Unreachable } from "~/api/client";
import type { Problem } from "~/api/types";
import { useErrorWords } from "~/i18n/told";
import { Icon } from "./icons";

/** Why something was not done, with what to do next. */
export function ProblemAlert({ error, title }: { error: unknown; title?: string }) {
  const { t } = useTranslation();
  if (error === null || error === undefined) return null;
  if (error instanceof ApiError) return <Told problem={error.problem} title={title} />;
  const text = error instanceof Unreachable ? t("problem.unreachable") : String(error);
  return <Framed title={title ?? t("problem.title")}>{text}</Framed>;
}

/** The reader's own words for it come first; the server's name the things it is about. */
function Told({ problem, title }: { problem: Problem; title: string | undefined }) {
  const { t } = useTranslation();
  const words = useErrorWords(problem.code);
  return (
    <Framed title={title ?? words?.title ?? t("problem.title")}>
      {words && (
        <>
          {title !== undefined && <Text size="sm">{words.title}</Text>}
          <Text size="sm" mb={4}>
            {words.hint}
          </Text>
        </>
      )}
      <Text size="sm">{problem.detail}</Text>
      {problem.hint && (
        <Text size="sm" mt={4} c={words && "dimmed"}>
          {problem.hint}
        </Text>
      )}
      {problem.problems && (
        <List size="sm" mt="xs">
          {problem.problems.map((each) => (
            <List.Item key={`${each.pointer} ${each.code}`}>
              <code>{each.pointer}</code> {each.detail} {each.hint}
            </List.Item>
          ))}
        </List>
      )}
      <Text size="xs" mt="xs" c="dimmed">
        {problem.code}
      </Text>
    </Framed>
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
