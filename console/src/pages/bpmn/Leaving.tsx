import { Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useBlocker } from "react-router";
import { Dialog } from "~/components/Dialog";

/** Asks before another page is opened while there are edits that nobody saved. */
export function Leaving({ isDirty }: { isDirty: boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isDirty && currentLocation.pathname !== nextLocation.pathname,
  );
  return (
    <Dialog
      opened={blocker.state === "blocked"}
      onClose={() => blocker.reset?.()}
      title={t("bpmn.leaveTitle")}
    >
      <Text size="sm">{t("bpmn.leaveExplain")}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={() => blocker.proceed?.()}>
          {t("bpmn.leave")}
        </Button>
        <Button onClick={() => blocker.reset?.()} data-autofocus>
          {t("bpmn.stay")}
        </Button>
      </Group>
    </Dialog>
  );
}
