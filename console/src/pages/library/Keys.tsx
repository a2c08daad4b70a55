import { Badge, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keySignedQuery, keysQuery } from "~/api/queries";
import type { SigningKey } from "~/api/types";
import { Card } from "~/components/Card";
import { Moment } from "~/components/Moment";
import { ProblemAlert } from "~/components/ProblemAlert";
import { FILLED } from "~/theme";
import { Listed } from "./Listed";
import { VersionLink } from "./VersionLink";

/** The keys whose signatures of versions count, or counted once, with what each has signed. */
export function Keys() {
  const { t } = useTranslation();
  const { data, error } = useQuery(keysQuery());
  return (
    <Listed {...{ data, error }} none={t("library.noKeys")} command="renflow keys new NAME">
      {(each) => <KeyCard key={each.id} item={each} />}
    </Listed>
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
            <VersionLink key={`${each.flow_id}:${each.version}`} of={each} tab="versions" />
          ))}
          {data.runs.length > 0 && t("library.signedRuns", { count: data.runs.length })}
        </Text>
      )}
    </Card>
  );
}
