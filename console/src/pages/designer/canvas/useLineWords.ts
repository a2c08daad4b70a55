import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { LineWords } from "./elements";

/** What a condition's answers, and the failures of nodes, are called. */
export function useLineWords(): LineWords {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      true: t("graph.true"),
      false: t("graph.false"),
      error: t("graph.onError"),
      timeout: t("graph.onTimeout"),
    }),
    [t],
  );
}
