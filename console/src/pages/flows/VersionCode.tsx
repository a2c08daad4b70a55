import { Badge, List, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { versionQuery } from "~/api/queries";
import type { Version } from "~/api/types";

const SHOWN = 5;

/** Which code the runs of a version are executed with, and where the flows folders differ from it by now. */
export function VersionCode({ version }: { version: Version }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    ...versionQuery(version.flow_id, version.version),
    staleTime: 0,
    enabled: version.code !== null,
  });
  if (version.code === null) return null;
  const pinned = version.code.mode === "pinned";
  const changes = data?.code_changes ?? [];
  return (
    <>
      {pinned && (
        <Badge variant="light" color="gray" title={version.code.hash}>
          {t("flows.codeKept")}
        </Badge>
      )}
      {version.signature && (
        <Badge variant="light" color="gray" title={version.signature.key}>
          {t("flows.signed")}
        </Badge>
      )}
      {changes.length > 0 && (
        <div>
          <Text size="sm" c="dimmed">
            {t(pinned ? "flows.codeDiffers" : "flows.codeChanged", { count: changes.length })}
          </Text>
          <List size="sm">
            {changes.slice(0, SHOWN).map((each) => (
              <List.Item key={each.path} className="ren-break">
                {t(`flows.codeChange.${each.change}`, { path: each.path })}
              </List.Item>
            ))}
          </List>
        </div>
      )}
    </>
  );
}
