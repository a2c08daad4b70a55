import { Badge, NavLink, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { Icon, type IconName } from "~/components/icons";
import { useTasks } from "~/live/useTasks";

export const PLACES: Array<[to: string, icon: IconName, name: string]> = [
  ["/", "home", "home"],
  ["/runs", "runs", "runs"],
  ["/flows", "flow", "flows"],
  ["/schedules", "clock", "schedules"],
  ["/tasks", "tasks", "tasks"],
  ["/library", "library", "library"],
  ["/system", "chip", "system"],
];

export function Navigation() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const { tasks, hasMore } = useTasks();
  const waiting = tasks.length;
  const isHere = (to: string) =>
    to === "/" ? pathname === "/" : pathname === to || pathname.startsWith(`${to}/`);
  return (
    <Stack gap={2} component="nav" aria-label={t("nav.label")}>
      {PLACES.map(([to, icon, name]) => (
        <NavLink
          key={to}
          component={Link}
          to={to}
          label={t(`nav.${name}`)}
          leftSection={<Icon name={icon} />}
          active={isHere(to)}
          aria-current={isHere(to) ? "page" : undefined}
          rightSection={
            name === "tasks" && waiting > 0 ? (
              <Badge size="sm" circle color="red.8" aria-label={t("tasks.waiting", { count: waiting })}>
                {hasMore ? `${waiting}+` : waiting}
              </Badge>
            ) : null
          }
        />
      ))}
    </Stack>
  );
}
