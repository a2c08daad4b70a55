import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Flow } from "~/api/types";
import { Waiting } from "~/components/Waiting";
import { flowName } from "~/names/words";

/** Flows with a button to start each. */
export function FlowList({ flows }: { flows: Flow[] | undefined }) {
  const { t, i18n } = useTranslation();
  if (flows === undefined) return <Waiting />;
  return (
    <Stack gap={0}>
      {flows.map((flow) => (
        <Group key={flow.id} className="ren-line" justify="space-between" wrap="nowrap">
          <div className="ren-shrink">
            <Anchor component={Link} to={`/flows/${flow.id}`} truncate display="block">
              {flowName(flow, i18n.language)}
            </Anchor>
            <Text size="xs" c="dimmed" truncate>
              {flow.id}
            </Text>
          </div>
          {flow.published_version !== null && (
            <Button
              component={Link}
              to={`/flows/${flow.id}?start=1`}
              size="compact-sm"
              variant="light"
              aria-label={t("flows.startNamed", { name: flowName(flow, i18n.language) })}
            >
              {t("flows.start")}
            </Button>
          )}
        </Group>
      ))}
    </Stack>
  );
}
