import { SimpleGrid } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { System } from "~/api/types";
import { useFormat } from "~/format/useFormat";
import { useToldWords } from "~/i18n/told";
import { Facts } from "./Facts";

const NAMES = 190;

type Value = System["settings"][string];

/** The settings in effect and the limits, under the names that the documentation has for them. */
export function Settings({ system }: { system: System }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useToldWords()?.settings ?? {};
  const shown = (value: Value): string => {
    if (typeof value === "boolean") return value ? t("common.yes") : t("common.no");
    if (typeof value === "number") return format.number(value);
    return (Array.isArray(value) ? value.join(", ") : value) || "–";
  };
  const rows = (values: Record<string, Value>) =>
    Object.entries(values).map(([name, value]): [string, string] => [
      [words[name], name].filter(Boolean).join("\n"),
      name === "port" ? String(value) : shown(value),
    ]);
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      <Facts title={t("system.settings")} rows={rows(system.settings)} names={NAMES} />
      <Facts title={t("system.limits")} rows={rows({ ...system.limits })} names={NAMES} />
    </SimpleGrid>
  );
}
