import { Alert, List, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ApiError, Unreachable } from "~/api/client";
import { Icon } from "./icons";

/** Why something was not done, in the server's words, with what to do next. */
export function ProblemAlert({ error, title }: { error: unknown; title?: string }) {
  const { t } = useTranslation();
  if (error === null || error === undefined) return null;
  if (!(error instanceof ApiError)) {
    const text = error instanceof Unreachable ? t("problem.unreachable") : String(error);
    return (
      <Alert
        className="ren-bad"
        color="red"
        variant="light"
        icon={<Icon name="alert" />}
        title={title ?? t("problem.title")}
        role="alert"
      >
        {text}
      </Alert>
    );
  }
  const { problem } = error;
  return (
    <Alert
      className="ren-bad"
      color="red"
      variant="light"
      icon={<Icon name="alert" />}
      title={title ?? t("problem.title")}
      role="alert"
    >
      <Text size="sm">{problem.detail}</Text>
      {problem.hint && (
        <Text size="sm" mt={4}>
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
    </Alert>
  );
}
