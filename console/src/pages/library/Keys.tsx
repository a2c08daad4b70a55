import { Anchor, Badge, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { keySignedQuery, keysQuery } from "~/api/queries";
import type { SigningKey } from "~/api/types";
import { Card } from "~/components/Card";
import { Empty } from "~/components/Empty";
import { Moment } from "~/components/Moment";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { FILLED } from "~/theme";

/** The keys whose signatures of versions count, or counted once, with what each has signed. */
export function Keys() {
  const { t } = useTranslation();
  const { data, error } = useQuery(keysQuery());
  return (
    <Stack>
      <ProblemAlert error={error} />
      {data === undefined && error === null && <Waiting />}
      {data?.items.length === 0 && (
        <Card>
          <Empty icon="library" sentence={t("library.noKeys")} command="renflow keys new NAME" />
        </Card>
      )}
      {data?.items.map((each) => (
        <KeyCard key={each.id} item={each} />
      ))}
    </Stack>
  );
}

function KeyCard({ item }: { item: SigningKey }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(keySignedQuery(item.id));
  return (
    <Card>
      <Group gap="sm">
        <Text fw={600} className="ren-break">
          {item.name}
        </Text>
        <Badge color={item.revoked_at ? FILLED.red : FILLED.green}>
          {t(item.revoked_at ? "library.revoked" : "library.trusted")}
        </Badge>
        <Text size="xs" c="dimmed" ff="monospace" className="ren-break">
          {item.id}
        </Text>
      </Group>
      <Group gap="md" mt="xs">
        <Text size="xs" c="dimmed">
          {t("library.trustedSince")} <Moment at={item.trusted_at} size="xs" />
        </Text>
        {item.revoked_at && (
          <Text size="xs" c="dimmed">
            {t("library.revokedSince")} <Moment at={item.revoked_at} size="xs" />
            {item.note && ` (${item.note})`}
          </Text>
        )}
      </Group>
      <ProblemAlert error={error} />
      {data && (
        <Text size="xs" c="dimmed" mt="xs">
          {t("library.hasSigned")} {data.versions.length === 0 && t("library.nothing")}
          {data.versions.map((each) => (
            <Anchor
              key={`${each.flow_id}:${each.version}`}
              component={Link}
              to={`/flows/${each.flow_id}?tab=versions&version=${each.version}`}
              size="xs"
              mr={6}
            >
              {each.flow_id} {t("library.version", { version: each.version })}
            </Anchor>
          ))}
          {data.runs.length > 0 && t("library.signedRuns", { count: data.runs.length })}
        </Text>
      )}
    </Card>
  );
}
