import { Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

interface VersionLinkProps {
  of: { flow_id: string; version: number };
  /** Which tab of the flow's page is opened; left out: its first. */
  tab?: "versions";
  size?: "xs" | "sm";
}

/** A version of a flow, by name. */
export function VersionLink({ of: { flow_id, version }, tab, size = "xs" }: VersionLinkProps) {
  const { t } = useTranslation();
  const search = tab === undefined ? "" : `tab=${tab}&`;
  return (
    <Anchor component={Link} to={`/flows/${flow_id}?${search}version=${version}`} size={size} mr={6}>
      {flow_id} {t("library.version", { version })}
    </Anchor>
  );
}
