import { Tabs } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { PageHead } from "~/components/PageHead";
import { oneOf, useSearch } from "~/url/search";
import { Environments } from "./Environments";
import { Functions } from "./Functions";
import { Keys } from "./Keys";

const TABS = ["functions", "environments", "keys"] as const;
const SEARCH = { tab: oneOf(...TABS) };

/** What flows are made of: functions, the environments that they are executed in, the keys that vouch for versions. */
export function LibraryPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearch(SEARCH);
  const tab = search.tab ?? "functions";
  return (
    <>
      <PageHead title={t("nav.library")} lead={t(`library.leads.${tab}`)} />
      <Tabs
        value={tab}
        onChange={(next) =>
          setSearch({ tab: next === "functions" ? undefined : (next as (typeof TABS)[number]) })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`library.tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="functions">
          <Functions />
        </Tabs.Panel>
        <Tabs.Panel value="environments">
          <Environments />
        </Tabs.Panel>
        <Tabs.Panel value="keys">
          <Keys />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
