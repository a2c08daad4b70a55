import { Badge, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { DiffView } from "~/components/json/DiffView";
import { nodeName } from "~/names/words";
import { diffVersions, type NodeChange } from "~/pages/flows/versionDiff";
import { CHANGES } from "~/theme";
import type { FlowDocument } from "../document/document";

/** What differs from the version that is in use. */
export function Changes({ before, after }: { before: FlowDocument; after: FlowDocument }) {
  const { t, i18n } = useTranslation();
  const diff = diffVersions(before, after);
  const nodes = diff.nodes.filter((each) => each.kind !== "moved");
  const moved = diff.nodes.length - nodes.length;
  const settings = diff.settings.filter(({ name }) => name !== "notes" && name !== "groups"); // no run looks
  const lines = [
    ...diff.edgesAdded.map((edge) => ({ edge, kind: "added" as const })),
    ...diff.edgesRemoved.map((edge) => ({ edge, kind: "removed" as const })),
  ];
  if (nodes.length + lines.length + settings.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("flows.same")}
      </Text>
    );
  return (
    <Stack gap={6}>
      {nodes.map((each) => (
        <div key={each.id}>
          <Group gap="xs">
            <Kind kind={each.kind} />
            <Text size="sm" fw={600}>
              {nodeName(each.after ?? each.before ?? each, i18n.language)}
            </Text>
          </Group>
          {each.kind === "changed" && <DiffView before={each.before} after={each.after} />}
        </div>
      ))}
      {lines.map(({ edge, kind }) => (
        <Group gap="xs" key={`${kind} ${edge}`}>
          <Kind kind={kind} />
          <Text size="sm" ff="monospace" className="ren-break">
            {edge}
          </Text>
        </Group>
      ))}
      {settings.map((each) => (
        <div key={each.name}>
          <Text size="sm" fw={600} ff="monospace">
            {each.name}
          </Text>
          <DiffView before={each.before} after={each.after} />
        </div>
      ))}
      {moved > 0 && (
        <Text size="xs" c="dimmed">
          {t("designer.publishing.moved", { count: moved })}
        </Text>
      )}
    </Stack>
  );
}

function Kind({ kind }: { kind: NodeChange["kind"] }) {
  const { t } = useTranslation();
  return <Badge color={CHANGES[kind]}>{t(`flows.kinds.${kind}`)}</Badge>;
}
