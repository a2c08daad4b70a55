import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { environmentLogQuery } from "~/api/queries";
import { Dialog } from "~/components/Dialog";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Scrolling } from "~/components/Scrolling";
import { Waiting } from "~/components/Waiting";

/** What the last building of an environment said, behind a button. */
export function BuildLog({ hash }: { hash: string }) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  const { data, error } = useQuery({ ...environmentLogQuery(hash), enabled: opened });
  return (
    <>
      <Button variant="subtle" size="compact-xs" onClick={open}>
        {t("library.buildLog")}
      </Button>
      <Dialog opened={opened} onClose={close} title={t("library.buildLog")} size="xl">
        <ProblemAlert error={error} />
        {data === undefined && error === null && <Waiting />}
        {data && (
          <Scrolling label={t("library.buildLog")}>
            <pre>{data.lines.join("\n") || t("library.emptyLog")}</pre>
          </Scrolling>
        )}
      </Dialog>
    </>
  );
}
