import { Button, Code, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";

/** A page that broke: what it said, and the way on. The shell around it stays. */
export function BrokenPage() {
  const { t } = useTranslation();
  const error = useRouteError();
  return (
    <Stack align="flex-start" role="alert">
      <Title order={1}>{t("problem.pageBroke")}</Title>
      <Text>{t("problem.pageBrokeHint")}</Text>
      <Code block>{error instanceof Error ? error.message : String(error)}</Code>
      <Button onClick={() => window.location.reload()}>{t("common.reload")}</Button>
    </Stack>
  );
}
