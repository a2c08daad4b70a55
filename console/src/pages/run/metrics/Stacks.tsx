import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useStacks } from "~/api/commands";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Scrolling } from "~/components/Scrolling";

/** For a worker that seems to hang: what each of its threads is doing. */
export function Stacks({ runId }: { runId: string }) {
  const { t } = useTranslation();
  const stacks = useStacks(runId);
  return (
    <div>
      <Button size="compact-sm" variant="default" loading={stacks.isPending} onClick={() => stacks.mutate()}>
        {t("metrics.stacks")}
      </Button>
      <ProblemAlert error={stacks.error} />
      {stacks.data && (
        <Scrolling label={t("metrics.stacks")}>
          <pre>{stacks.data.stacks}</pre>
        </Scrolling>
      )}
    </div>
  );
}
