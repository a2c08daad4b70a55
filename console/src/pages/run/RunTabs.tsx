import { Tabs } from "@mantine/core";
import { type ComponentType, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "~/api/parts";
import { Card } from "~/components/Card";
import { Waiting } from "~/components/Waiting";
import { Overview } from "./overview/Overview";
import { TABS, type Tab } from "./selection";
import type { TabProps } from "./tabProps";

const PANELS: Record<Tab, ComponentType<TabProps>> = {
  overview: Overview,
  items: lazyPart(() => import("./items/Items"), "Items"),
  logs: lazyPart(() => import("./logs/Logs"), "Logs"),
  state: lazyPart(() => import("./state/StateTab"), "StateTab"),
  artifacts: lazyPart(() => import("./artifacts/Artifacts"), "Artifacts"),
  metrics: lazyPart(() => import("./metrics/Metrics"), "Metrics"),
  events: lazyPart(() => import("./events/Events"), "Events"),
  definition: lazyPart(() => import("./Definition"), "Definition"),
};

/** Everything about the run, or about the node that is selected. */
export function RunTabs({ run, live, search, setSearch }: TabProps) {
  const { t } = useTranslation();
  const tab = search.tab ?? "overview";
  return (
    <Card p="sm" className="ren-tabs">
      <Tabs
        value={tab}
        onChange={(next) => setSearch({ tab: next === "overview" ? undefined : (next as Tab) })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`run.tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {TABS.map((name) => {
          const Panel = PANELS[name];
          return (
            <Tabs.Panel key={name} value={name}>
              <Suspense fallback={<Waiting />}>
                <Panel run={run} live={live} search={search} setSearch={setSearch} />
              </Suspense>
            </Tabs.Panel>
          );
        })}
      </Tabs>
    </Card>
  );
}
