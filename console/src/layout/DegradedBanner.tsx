import { Alert } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { systemQuery } from "~/api/queries";
import { Icon } from "~/components/icons";

/** On every page while many runs crash together: why so few of them go on. */
export function DegradedBanner() {
  const { t } = useTranslation();
  const { data } = useQuery(systemQuery());
  if (!data?.degraded) return null;
  return (
    <Alert
      color="red"
      variant="light"
      icon={<Icon name="alert" />}
      title={t("system.degraded")}
      mb="md"
      role="alert"
    >
      {t("system.degradedExplain")}
    </Alert>
  );
}
