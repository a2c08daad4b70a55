import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ScheduleTime } from "~/api/types";
import { NextTime } from "./ScheduleWords";

/** The times that would come, told while they are typed. */
export function TimesAhead({ times }: { times: readonly ScheduleTime[] }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("schedules.nextTimes")}>
      {times.length > 0 && (
        <>
          <Text size="sm" fw={500}>
            {t("schedules.nextTimes")}
          </Text>
          <Stack gap={0}>
            {times.map((each) => (
              <div key={each.time}>
                <NextTime time={each} />
              </div>
            ))}
          </Stack>
        </>
      )}
    </div>
  );
}
