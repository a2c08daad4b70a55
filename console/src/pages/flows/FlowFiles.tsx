import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { usePublishFile } from "~/api/commands";
import { flowFilesQuery } from "~/api/queries";
import type { FlowFile, JsonObject } from "~/api/types";
import { Card } from "~/components/Card";
import { wordOf } from "~/components/form/schemaForm";
import { ProblemAlert } from "~/components/ProblemAlert";

/** The flow files that lie in the flows folders and are not published as they stand there. */
export function FlowFiles() {
  const { t } = useTranslation();
  const { data } = useQuery(flowFilesQuery());
  const waiting = data?.items.filter((each) => each.state !== "published") ?? [];
  if (waiting.length === 0) return null;
  return (
    <Card title={t("flowFiles.title")}>
      <Text size="sm" c="dimmed" mb="xs">
        {t("flowFiles.lead")}
      </Text>
      <Stack gap={0}>
        {waiting.map((file) => (
          <FileLine key={file.id} file={file} />
        ))}
      </Stack>
    </Card>
  );
}

function FileLine({ file }: { file: FlowFile }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const publish = usePublishFile();
  const words = file as unknown as JsonObject;
  const name = wordOf(words, "name", i18n.language) ?? file.id;
  // The line is gone once its flow is published: what follows must not hang on it.
  const add = async () => {
    await publish.mutateAsync(file.id);
    await navigate(`/flows/${file.id}?start=1`);
  };
  return (
    <div className="ren-line">
      <Group justify="space-between" wrap="nowrap">
        <div className="ren-shrink">
          <Group gap="xs">
            <Text fw={600} className="ren-break" title={file.id}>
              {name}
            </Text>
            <Badge variant="default">{t(`flowFiles.state.${file.state}`)}</Badge>
          </Group>
          <Text size="sm">{wordOf(words, "description", i18n.language)}</Text>
          <Text size="xs" c="dimmed" ff="monospace" className="ren-break">
            {file.path}
          </Text>
          {file.problem && (
            <Text size="sm" className="ren-red">
              {file.problem}
            </Text>
          )}
        </div>
        {file.state !== "broken" && (
          <Button
            size="compact-sm"
            flex="none"
            loading={publish.isPending}
            onClick={() => void add().catch(() => undefined)} // told below
            aria-label={t("flowFiles.addNamed", { name })}
          >
            {t(file.state === "new" ? "flowFiles.add" : "flowFiles.publish")}
          </Button>
        )}
      </Group>
      <ProblemAlert error={publish.error} />
    </div>
  );
}
