import { Button, FileButton, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { path, post } from "~/api/client";
import type { Version } from "~/api/types";
import { isXml, readFile } from "~/bpmn/readFile";
import { ProblemAlert } from "~/components/ProblemAlert";

/** Another version of a flow, from a file of the reader's own. */
export function AddVersion({ flowId, onAdded }: { flowId: string; onAdded: (version: number) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const add = useMutation({
    mutationFn: async (file: File) => {
      const found = await readFile(file);
      if ("trouble" in found) throw new Error(t(`bpmn.${found.trouble}`));
      return post<Version>(path`/flows/${flowId}/versions`, bodyOf(found.text));
    },
    onSuccess: async (version) => {
      await client.invalidateQueries({ queryKey: ["flow", flowId] });
      onAdded(version.version);
    },
  });
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <FileButton accept=".bpmn,.xml,.json" onChange={(file) => file && add.mutate(file)}>
          {(props) => (
            <Button {...props} variant="default" loading={add.isPending}>
              {t("flows.addVersion")}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed">
          {t("flows.addVersionExplain")}
        </Text>
      </Group>
      <ProblemAlert error={add.error} />
    </Stack>
  );
}

function bodyOf(text: string): object {
  return isXml(text) ? { bpmn: text } : { dsl: JSON.parse(text) as unknown };
}
