import { Anchor, Badge, Code, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { FunctionItem, JsonObject } from "~/api/types";
import { Card } from "~/components/Card";
import { type Field, fieldsOf } from "~/components/form/schemaForm";
import { Icon, type IconName } from "~/components/icons";
import { Scrolling } from "~/components/Scrolling";
import { FunctionVersions } from "./FunctionVersions";

const HEALTH: Record<FunctionItem["health"], [icon: IconName, colour: string]> = {
  ok: ["check", "green"],
  installs: ["download", "grey"],
  broken: ["cross", "red"],
  describing: ["refresh", "grey"],
  unknown: ["question", "grey"],
};

/** One function: whether it can be used, what it does, what it takes, which flows call it. */
export function FunctionCard({ item }: { item: FunctionItem }) {
  const { t, i18n } = useTranslation();
  const fields = fieldsOf(item.parameters as JsonObject, i18n.language);
  return (
    <Card>
      <Group justify="space-between" gap="xs">
        <Group gap="sm">
          <Text ff="monospace" fw={600} className="ren-break">
            {item.name}
          </Text>
          <Health item={item} />
          {item.disabled && <Badge variant="default">{t("library.disabled")}</Badge>}
        </Group>
        <Text size="xs" c="dimmed" ff="monospace" className="ren-break">
          {item.file}:{item.line}
        </Text>
      </Group>
      <Text size="sm" mt={4} className="ren-prewrap" c={item.doc ? undefined : "dimmed"}>
        {item.doc || t("library.noDoc")}
      </Text>
      {item.health === "installs" && !item.in_environments && (
        <Text size="sm" mt={4} c="dimmed">
          {t("library.installsExplain")}
        </Text>
      )}
      {item.in_environments && item.health !== "ok" && (
        <Text size="sm" mt={4} c="dimmed">
          {t("library.elsewhereExplain")}
        </Text>
      )}
      {item.reason && item.health !== "installs" && (
        <Scrolling label={t("library.broken")}>
          <pre>{item.reason}</pre>
        </Scrolling>
      )}
      {fields.length > 0 && <Parameters fields={fields} />}
      <Facts item={item} />
      {item.used_in.length > 0 && <FunctionVersions name={item.name} />}
    </Card>
  );
}

function Health({ item }: { item: FunctionItem }) {
  const { t } = useTranslation();
  const isElsewhere = item.in_environments && (item.health === "broken" || item.health === "installs");
  const [icon, colour] = isElsewhere ? HEALTH.unknown : HEALTH[item.health];
  return (
    <Group component="span" gap={4} className="ren-status" data-colour={colour}>
      <Icon name={icon} size={14} />
      <Text span size="xs" fw={600}>
        {t(isElsewhere ? "library.elsewhere" : `library.health.${item.health}`)}
      </Text>
    </Group>
  );
}

function Parameters({ fields }: { fields: Field[] }) {
  return (
    <Group gap={6} mt="xs">
      {fields.map((field) => (
        <Code key={field.name}>
          {field.name}
          {field.kind === "json" ? "" : `: ${field.kind}`}
          {field.initial === undefined ? "" : ` = ${JSON.stringify(field.initial)}`}
        </Code>
      ))}
    </Group>
  );
}

function Facts({ item }: { item: FunctionItem }) {
  const { t } = useTranslation();
  if (item.requires.length === 0 && item.used_in.length === 0) return null;
  return (
    <Group gap="md" mt="xs">
      {item.used_in.length > 0 && (
        <Text size="xs" c="dimmed">
          {t("library.usedIn")}{" "}
          {item.used_in.map((use) => (
            <Anchor key={use.flow_id} component={Link} to={`/flows/${use.flow_id}`} size="xs" mr={6}>
              {use.flow_id}
            </Anchor>
          ))}
        </Text>
      )}
      {item.requires.length > 0 && (
        <Text size="xs" c="dimmed">
          {t("library.requires")} <Code>{item.requires.join(", ")}</Code>
        </Text>
      )}
    </Group>
  );
}
