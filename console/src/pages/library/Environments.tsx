import { Anchor, Badge, Code, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useRemoveEnvironment } from "~/api/commands";
import { environmentsQuery } from "~/api/queries";
import type { Environment } from "~/api/types";
import { Card } from "~/components/Card";
import { ConfirmButton } from "~/components/ConfirmButton";
import { Moment } from "~/components/Moment";
import { MIB } from "~/format/figures";
import { useFormat } from "~/format/useFormat";
import { FILLED } from "~/theme";
import { BuildLog } from "./BuildLog";
import { Listed } from "./Listed";
import { VersionLink } from "./VersionLink";

const SHORT = 12;
const COLOURS: Record<Environment["state"], string> = {
  built: FILLED.green,
  building: FILLED.amber,
  failed: FILLED.red,
  absent: FILLED.grey,
};

/** The environments of flows: what is in them, who uses them, how they stand. */
export function Environments() {
  const { t } = useTranslation();
  const { data, error } = useQuery(environmentsQuery());
  return (
    <Listed {...{ data, error }} none={t("library.noEnvironments")} command="renflow envs list">
      {(each) => <EnvironmentCard key={each.hash} item={each} />}
    </Listed>
  );
}

function EnvironmentCard({ item }: { item: Environment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const command = useRemoveEnvironment(item.hash);
  return (
    <Card>
      <Group justify="space-between" gap="xs">
        <Group gap="sm">
          <Text ff="monospace" fw={600} title={item.hash}>
            {item.hash.slice(0, SHORT)}
          </Text>
          <Badge color={COLOURS[item.state]}>{t(`library.environmentState.${item.state}`)}</Badge>
          {item.python && <Text size="sm">Python {item.python}</Text>}
          {item.size_mb !== null && <Text size="sm">{format.bytes(item.size_mb * MIB)}</Text>}
        </Group>
        {item.state === "built" && item.runs.length === 0 && (
          <ConfirmButton
            size="xs"
            label={t("library.remove")}
            title={t("library.removeTitle", { hash: item.hash.slice(0, SHORT) })}
            confirm={t("library.remove")}
            command={command}
          >
            {t("library.removeExplain")}
          </ConfirmButton>
        )}
      </Group>
      {item.failure && (
        <Text size="sm" mt={4} className="ren-prewrap ren-break">
          {item.failure}
        </Text>
      )}
      <Group gap={6} mt="xs">
        {item.packages.length === 0 && (
          <Text size="sm" c="dimmed">
            {t("library.noPackages")}
          </Text>
        )}
        {item.packages.map((each) => (
          <Code key={each.name}>
            {each.name} {each.version}
          </Code>
        ))}
      </Group>
      <Group gap="md" mt="xs">
        <Users item={item} />
        {item.built_at && (
          <Text size="xs" c="dimmed">
            {t("library.builtAt")} <Moment at={item.built_at} size="xs" />
          </Text>
        )}
        {item.used_at && (
          <Text size="xs" c="dimmed">
            {t("library.usedAt")} <Moment at={item.used_at} size="xs" />
          </Text>
        )}
        {item.has_log && <BuildLog hash={item.hash} />}
      </Group>
    </Card>
  );
}

function Users({ item }: { item: Environment }) {
  const { t } = useTranslation();
  return (
    <Text size="xs" c="dimmed">
      {t("library.usedIn")} {item.versions.length === 0 && item.runs.length === 0 && t("library.nobody")}
      {item.versions.map((each) => (
        <VersionLink key={`${each.flow_id}:${each.version}`} of={each} />
      ))}
      {item.runs.map((each) => (
        <Anchor key={each} component={Link} to={`/runs/${each}`} size="xs" mr={6}>
          {each}
        </Anchor>
      ))}
    </Text>
  );
}
