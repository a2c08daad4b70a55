import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Icon, type IconName } from "~/components/icons";
import { useFormat } from "~/format/useFormat";
import { useTick } from "~/live/useTick";
import type { SaveState } from "./keeper";

const LOOKS: Record<SaveState["kind"], [icon: IconName, colour: string]> = {
  saved: ["check", "green"],
  waiting: ["edit", "grey"],
  saving: ["refresh", "grey"],
  conflict: ["alert", "red"],
  offline: ["alert", "amber"],
  refused: ["cross", "red"],
};

/** Whether what is drawn is saved, in words. */
export function SaveNote({ state }: { state: SaveState }) {
  const [icon, colour] = LOOKS[state.kind];
  return (
    <Group
      gap={5}
      wrap="nowrap"
      className="ren-status ren-save-note"
      data-colour={colour}
      data-save={state.kind}
    >
      <Icon name={icon} size={14} spin={state.kind === "saving"} />
      <Text size="xs" className="ren-nowrap" role="status">
        <Words state={state} />
      </Text>
    </Group>
  );
}

function Words({ state }: { state: SaveState }) {
  const { t } = useTranslation();
  const format = useFormat();
  const at = state.kind === "saved" ? state.at : null;
  const now = useTick(at !== null);
  if (at !== null)
    return t("designer.save.savedAgo", { ago: format.ago(new Date(at).toISOString(), Math.max(now, at)) });
  if (state.kind === "saved") return t("designer.save.unchanged");
  if (state.kind === "offline") return t(state.kept ? "designer.save.offline" : "designer.save.offlineOnly");
  return t(`designer.save.${state.kind}`);
}
