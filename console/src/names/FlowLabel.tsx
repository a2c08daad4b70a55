import { useTranslation } from "react-i18next";
import type { DraftTest, RunSummary } from "~/api/types";
import { flowNameOf } from "./words";

interface FlowLabelProps {
  run: Pick<RunSummary, "flow_id" | "flow_name" | "flow_name_zh" | "version"> & {
    test?: DraftTest | null;
  };
  hasVersion?: boolean;
}

/** What a run's flow is called, with its version; the id, which commands take, is in the tooltip. */
export function FlowLabel({ run, hasVersion = true }: FlowLabelProps) {
  const { t, i18n } = useTranslation();
  // What a draft was at its test has no version that says anything.
  const which = run.test
    ? t("runs.draftRevision", { revision: run.test.revision })
    : t("common.version", { version: run.version });
  const version = hasVersion ? ` · ${which}` : "";
  return <span title={run.flow_id}>{`${flowNameOf(run, i18n.language)}${version}`}</span>;
}
