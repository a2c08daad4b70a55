import { AppShell, Burger, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, Outlet, useLocation } from "react-router";
import { Waiting } from "~/components/Waiting";
import { DegradedBanner } from "./DegradedBanner";
import { LiveLists } from "./LiveLists";
import { Navigation } from "./Navigation";
import { Preferences } from "./Preferences";
import { RunningNow } from "./RunningNow";
import { Shortcuts } from "./Shortcuts";
import { TokenGate } from "./TokenGate";

/** What stands around every page. */
export function Shell() {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the menu
  useEffect(close, [pathname]);
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 196, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding={{ base: "sm", sm: "lg" }}
      transitionDuration={0}
    >
      <AppShell.Header className="ren-header">
        <a href="#main" className="ren-skip">
          {t("nav.skip")}
        </a>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t("nav.menu")} />
            <Link to="/" className="ren-brand">
              <img src={`${import.meta.env.BASE_URL}favicon.svg`} alt="" width={22} height={22} />
              <Text component="span" fw={700} size="lg">
                renflow
              </Text>
            </Link>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <RunningNow />
            <Shortcuts />
            <Preferences />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" className="ren-navbar">
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <TokenGate>
          <LiveLists>
            <DegradedBanner />
            <Suspense fallback={<Waiting />}>
              <Outlet />
            </Suspense>
          </LiveLists>
        </TokenGate>
      </AppShell.Main>
    </AppShell>
  );
}
