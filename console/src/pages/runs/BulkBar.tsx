import { Button, Group, Paper, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Chosen } from "~/api/bulk";
import type { BulkCommand, RunFilter } from "~/api/types";
import { Icon, type IconName } from "~/components/icons";
import { useFormat } from "~/format/useFormat";
import { BulkDialog } from "./BulkDialog";
import type { Selection } from "./useSelection";

const COMMANDS: Array<[BulkCommand, IconName]> = [
  ["pause", "pause"],
  ["resume", "play"],
  ["retry", "refresh"],
  ["cancel", "ban"],
  ["delete", "trash"],
];

interface BulkBarProps {
  selection: Selection;
  filter: RunFilter;
  /** How many runs fit the filter. */
  total: number;
}

/** What can be done to the runs that are selected. */
export function BulkBar({ selection, filter, total }: BulkBarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asked, setAsked] = useState<{ command: BulkCommand; chosen: Chosen } | null>(null);
  const count = selection.isAll ? total : selection.ids.size;
  const ask = (command: BulkCommand) =>
    setAsked({ command, chosen: selection.isAll ? { filter } : { filter, ids: [...selection.ids] } });
  return (
    <>
      {count > 0 && (
        <Paper withBorder p="xs" className="ren-card ren-bulk" data-palette={t("palette.selected")}>
          <Group gap="xs">
            <Text size="sm" fw={600} role="status">
              {t("bulk.selected", { count, runs: format.number(count) })}
            </Text>
            {selection.isPage && !selection.isAll && total > count && (
              <Button variant="subtle" size="compact-sm" onClick={selection.all}>
                {t("bulk.all", { runs: format.number(total) })}
              </Button>
            )}
            <Button variant="subtle" size="compact-sm" onClick={selection.clear}>
              {t("bulk.none")}
            </Button>
            <Group gap="xs" ml="auto">
              {COMMANDS.map(([command, icon]) => (
                <Button
                  key={command}
                  size="compact-sm"
                  variant="default"
                  leftSection={<Icon name={icon} />}
                  onClick={() => ask(command)}
                >
                  {t(`bulk.commands.${command}`)}
                </Button>
              ))}
            </Group>
          </Group>
        </Paper>
      )}
      {asked && (
        <BulkDialog
          {...asked}
          onClose={(isDone) => {
            setAsked(null);
            if (isDone) selection.clear();
          }}
        />
      )}
    </>
  );
}
