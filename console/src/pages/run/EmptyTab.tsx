import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Run } from "~/api/types";
import { Empty } from "~/components/Empty";
import type { IconName } from "~/components/icons";
import type { SetRunSearch } from "./selection";

interface EmptyTabProps {
  icon: IconName;
  sentence: string;
  run: Run;
  setSearch: SetRunSearch;
}

/** What a tab says that has nothing to show: the run's log is the place to look. */
export function EmptyTab({ icon, sentence, run, setSearch }: EmptyTabProps) {
  const { t } = useTranslation();
  return (
    <Empty
      icon={icon}
      sentence={sentence}
      action={
        <Button variant="default" onClick={() => setSearch({ tab: "logs" })}>
          {t("run.openLog")}
        </Button>
      }
      command={`renflow show ${run.thread_id}`}
    />
  );
}
