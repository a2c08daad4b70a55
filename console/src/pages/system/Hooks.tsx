import { Alert, Button, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useTestHook } from "~/api/commands";
import { hooksQuery } from "~/api/queries";
import type { Hooks as HooksAnswer } from "~/api/types";
import { Card } from "~/components/Card";
import { DataTable } from "~/components/DataTable";
import { ProblemAlert } from "~/components/ProblemAlert";
import { useFormat } from "~/format/useFormat";
import { Notices } from "./Notices";

type Hook = HooksAnswer["items"][number];

/** Who is told when runs end, break or ask, and whether a message comes through. */
export function Hooks() {
  const { t } = useTranslation();
  const { data, error } = useQuery(hooksQuery());
  return (
    <Card title={t("system.hooks")}>
      <ProblemAlert error={error} />
      <Stack gap="sm">
        {data?.problems.map((each) => (
          <Alert key={`${each.pointer} ${each.detail}`} color="yellow" variant="light" title="hooks.toml">
            <Text size="sm">
              {each.pointer} {each.detail}
            </Text>
          </Alert>
        ))}
        {data && data.items.length > 0 && <HookTable hooks={data.items} />}
        {data && data.items.length + data.problems.length === 0 && (
          <Text size="sm" c="dimmed">
            {t("system.hooksNone")}
          </Text>
        )}
        <Notices />
      </Stack>
    </Card>
  );
}

function HookTable({ hooks }: { hooks: Hook[] }) {
  const { t } = useTranslation();
  return (
    <DataTable
      rows={hooks}
      rowKey={(hook) => hook.name}
      columns={[
        { name: t("system.hookName"), cell: (hook) => hook.name },
        { name: t("system.hookTells"), cell: (hook) => `${hook.to}: ${hook.target}` },
        {
          name: t("system.hookOf"),
          cell: (hook) => hook.on.map((event) => t(`system.event.${event}`, event)).join(", "),
        },
        { name: t("system.hookState"), cell: (hook) => <HookState hook={hook} /> },
        { name: t("system.hookTest"), cell: (hook) => <TestButton name={hook.name} />, isPlain: true },
      ]}
    />
  );
}

function HookState({ hook }: { hook: Hook }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {hook.problem !== null && (
        <Text size="sm" c="red" className="ren-break">
          {hook.problem}
        </Text>
      )}
      <Text size="sm">{stateOf()}</Text>
    </>
  );

  function stateOf() {
    if (hook.waiting > 0) return t("system.hookWaiting", { count: hook.waiting });
    if (hook.delivered_at === null) return t("system.hookNothing");
    return t("system.hookDelivered", { when: format.moment(hook.delivered_at) });
  }
}

function TestButton({ name }: { name: string }) {
  const { t } = useTranslation();
  const test = useTestHook();
  const told = test.data?.items[0];
  return (
    <Stack gap={4} align="flex-start">
      <Button
        size="compact-sm"
        variant="default"
        loading={test.isPending}
        aria-label={`${t("system.hookTest")}: ${name}`}
        onClick={() => test.mutate(name)}
      >
        {t("system.hookTest")}
      </Button>
      <ProblemAlert error={test.error} />
      <Text size="sm" role="status" c={told?.ok === false ? "red" : "dimmed"} className="ren-break">
        {told && (told.ok ? t("system.hookTaken") : t("system.hookNotTaken", { why: told.detail }))}
      </Text>
    </Stack>
  );
}
