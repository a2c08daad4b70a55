import { Skeleton, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** A place that is being filled. */
export function Waiting({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" role="status" aria-label={t("common.loading")}>
      {Array.from({ length: lines }, (_, index) => `line ${index}`).map((line) => (
        <Skeleton key={line} height={18} radius="sm" />
      ))}
    </Stack>
  );
}
