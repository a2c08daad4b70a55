import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ApiError } from "~/api/client";
import { systemQuery } from "~/api/queries";

/** How many runs are at work, or that the server does not answer. */
export function RunningNow() {
  const { t } = useTranslation();
  const { data, error } = useQuery(systemQuery());
  // Where a token is asked for, the server did answer.
  if (error instanceof ApiError && error.problem.status === 401) return null;
  if (error) {
    return (
      <Text size="sm" className="ren-red" role="status">
        {t("nav.noServer")}
      </Text>
    );
  }
  const { running = 0, recovering = 0, pending = 0 } = data?.runs ?? {};
  const active = running + recovering + pending + (data?.active_elsewhere ?? 0);
  return (
    <Link
      to="/runs?view=active"
      className="ren-quiet"
      aria-live="polite"
      aria-label={t("nav.active", { count: active })}
    >
      {active > 0 && <span className="ren-dot" aria-hidden="true" />}{" "}
      <Text size="sm" visibleFrom="xs" span>
        {t("nav.active", { count: active })}
      </Text>
      <Text size="sm" hiddenFrom="xs" span>
        {active}
      </Text>
    </Link>
  );
}
