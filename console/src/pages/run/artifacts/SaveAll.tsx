import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { path, save, withQuery } from "~/api/client";
import { Icon } from "~/components/icons";

/** All files of a run as one zip file. */
export function SaveAll({ threadId }: { threadId: string }) {
  const { t } = useTranslation();
  const address = withQuery(path`/runs/${threadId}/artifacts`, { zip: 1 });
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<Icon name="download" size={12} />}
      onClick={() => void save(address, `${threadId}.zip`)}
    >
      {t("result.zip")}
    </Button>
  );
}
