import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Connection } from "~/live/socket";
import { Icon } from "./icons";

/** Says that what is shown may be old, while it is. */
export function ConnectionNotice({ state }: { state: Connection }) {
  const { t } = useTranslation();
  return (
    <div aria-live="polite" className="ren-notice">
      {state === "lost" && (
        <Alert color="yellow" variant="light" icon={<Icon name="refresh" spin />} py="xs">
          {t("common.connectionLost")}
        </Alert>
      )}
    </div>
  );
}
