import { Button, Text, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Checkpoint } from "~/api/types";
import { clock } from "~/format/moments";
import { useFormat } from "~/format/useFormat";
import { useNodeName } from "~/names/nodeNames";
import { checkpointName } from "./checkpointName";

interface CheckpointRailProps {
  checkpoints: Checkpoint[];
  selected: string | undefined;
  onSelect: (checkpoint: string | undefined) => void;
  onMore: (() => void) | undefined;
}

/** The checkpoints, newest first; above them the state as it stands. */
export function CheckpointRail({ checkpoints, selected, onSelect, onMore }: CheckpointRailProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useNodeName();
  return (
    <div className="ren-rail-box">
      <ol className="ren-rail" aria-label={t("state.checkpoints")}>
        <li data-selected={selected === undefined || undefined}>
          <UnstyledButton aria-pressed={selected === undefined} onClick={() => onSelect(undefined)}>
            <Text size="sm" fw={600}>
              {t("state.now")}
            </Text>
          </UnstyledButton>
        </li>
        {checkpoints.map((each) => (
          <li key={each.checkpoint_id} data-selected={each.checkpoint_id === selected || undefined}>
            <UnstyledButton
              aria-pressed={each.checkpoint_id === selected}
              onClick={() => onSelect(each.checkpoint_id)}
            >
              <Text size="sm" fw={600} className="ren-break">
                {checkpointName(each, nameOf, t)}
              </Text>
              <Text size="xs" c="dimmed">
                {clock(each.ts)} · {format.bytes(each.size)}
              </Text>
              {each.changed.length > 0 && (
                <Text size="xs" c="dimmed" className="ren-break ren-clamp">
                  {t("state.changed", { keys: each.changed.join(", ") })}
                </Text>
              )}
            </UnstyledButton>
          </li>
        ))}
      </ol>
      {onMore && (
        <Button variant="subtle" size="compact-sm" onClick={onMore}>
          {t("common.more")}
        </Button>
      )}
    </div>
  );
}
