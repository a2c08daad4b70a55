import { Tabs } from "@mantine/core";
import { type ComponentType, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ahead, lazyPart, whenIdle } from "~/api/parts";
import { Card } from "~/components/Card";
import { Waiting } from "~/components/Waiting";
import { Overview } from "./overview/Overview";
import { TABS, type Tab } from "./selection";
import type { TabProps } from "./tabProps";
import { useFilesAhead } from "./useFilesAhead";

const LOADS = {
  items: () => import("./items/Items"),
  logs: () => import("./logs/Logs"),
  state: () => import("./state/StateTab"),
  artifacts: () => import("./artifacts/Artifacts"),
  metrics: () => import("./metrics/Metrics"),
  events: () => import("./events/Events"),
  definition: () => import("./Definition"),
};

const PANELS: Record<Tab, ComponentType<TabProps>> = {
  overview: Overview,
  items: lazyPart(LOADS.items, "Items"),
  logs: lazyPart(LOADS.logs, "Logs"),
  state: lazyPart(LOADS.state, "StateTab"),
  artifacts: lazyPart(LOADS.artifacts, "Artifacts"),
  metrics: lazyPart(LOADS.metrics, "Metrics"),
  events: lazyPart(LOADS.events, "Events"),
  definition: lazyPart(LOADS.definition, "Definition"),
};

/** What comes before anybody asks: the rest is rarely looked at, or large, and comes when the pointer is on its name. */
const SOON = [LOADS.artifacts, LOADS.items, LOADS.logs, LOADS.state];

/** Everything about the run, or about the node that is selected. */
export function RunTabs({ run, live, search, setSearch }: TabProps) {
  const { t } = useTranslation();
  const tab = search.tab ?? "overview";
  useEffect(() => whenIdle(() => SOON.forEach(ahead)), []);
  const lookAhead = useFilesAhead(run);
  return (
    <Card p="sm" className="ren-tabs">
      <Tabs
        value={tab}
        onChange={(next) => setSearch({ tab: next === "overview" ? undefined : (next as Tab) })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {TABS.map((name) => (
            <Tabs.Tab
              key={name}
              value={name}
              onPointerEnter={() => {
                if (name !== "overview") ahead(LOADS[name]);
                if (name === "artifacts") lookAhead();
              }}
            >
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
