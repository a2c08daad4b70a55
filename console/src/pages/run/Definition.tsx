import { Anchor, Stack, Text, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { versionQuery } from "~/api/queries";
import { JsonEditor } from "~/components/json/LazyJsonEditor";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import type { TabProps } from "./tabProps";

/** The very version that the run is bound to. */
export function Definition({ run }: TabProps) {
  const { t } = useTranslation();
  const { data, error } = useQuery(versionQuery(run.flow_id, run.version, run.machine));
  if (error) return <ProblemAlert error={error} />;
  if (data === undefined) return <Waiting />;
  return (
    <Stack gap="sm">
      <Text size="sm">
        {t("definition.bound", { version: data.version })}{" "}
        <Anchor underline="always" component={Link} to={`/flows/${run.flow_id}?version=${data.version}`}>
          {t("definition.open")}
        </Anchor>
      </Text>
      {data.bpmn === null ? (
        <Suspense fallback={<Waiting />}>
          <JsonEditor label={t("flows.document")} value={JSON.stringify(data.dsl, null, 2)} height={480} />
        </Suspense>
      ) : (
        <Textarea
          label={t("bpmn.file")}
          classNames={{ input: "ren-xml" }}
          spellCheck={false}
          readOnly
          rows={24}
          value={data.bpmn}
        />
      )}
      <Text size="xs" c="dimmed" ff="monospace" className="ren-break">
        {data.hash}
      </Text>
    </Stack>
  );
}
