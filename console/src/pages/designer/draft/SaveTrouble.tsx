import { Alert, Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { saveText } from "~/api/client";
import { Icon } from "~/components/icons";
import { Moment } from "~/components/Moment";
import { ProblemAlert } from "~/components/ProblemAlert";
import type { FlowDocument } from "../document/document";
import { jsonText } from "../document/text";
import type { SaveState } from "./keeper";
import type { Draft } from "./server";

interface SaveTroubleProps {
  state: SaveState;
  name: string;
  now: () => FlowDocument;
  onTakeOver: () => void;
  onTakeTheirs: (draft: Draft) => void;
}

/** What stands in the way of saving, and what can be done about it. */
export function SaveTrouble({ state, name, now, onTakeOver, onTakeTheirs }: SaveTroubleProps) {
  const { t } = useTranslation();
  if (state.kind === "refused")
    return <ProblemAlert error={state.error} title={t("designer.save.refused")} />;
  if (state.kind === "offline" && !state.kept)
    return (
      <Alert color="red" className="ren-bad" role="alert" icon={<Icon name="alert" />}>
        <Group justify="space-between">
          <Text size="sm">{t("designer.save.nowhere")}</Text>
          <CopyButton now={now} name={name} />
        </Group>
      </Alert>
    );
  if (state.kind !== "conflict") return null;
  return (
    <Alert
      color="red"
      className="ren-bad"
      role="alert"
      icon={<Icon name="alert" />}
      title={t("designer.conflict.title")}
    >
      <Group justify="space-between" gap="xs">
        <Text size="sm" className="ren-shrink">
          {t("designer.conflict.explain")} <Moment at={state.theirs.updated_at} inherit />
        </Text>
        <Group gap="xs">
          <CopyButton now={now} name={name} />
          <Button size="xs" variant="default" onClick={() => onTakeTheirs(state.theirs)}>
            {t("designer.conflict.theirs")}
          </Button>
          <Button size="xs" color="red.8" onClick={onTakeOver}>
            {t("designer.conflict.mine")}
          </Button>
        </Group>
      </Group>
    </Alert>
  );
}

/** Into the clipboard where the browser lets that be, else into a file. */
function CopyButton({ now, name }: { now: () => FlowDocument; name: string }) {
  const { t } = useTranslation();
  const [isDone, setDone] = useState(false);
  const copy = async () => {
    const text = jsonText(now(), 2);
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      saveText(text, `${name}.json`);
    }
    setDone(true);
  };
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<Icon name="copy" size={12} />}
      onClick={() => void copy()}
    >
      {t(isDone ? "designer.conflict.copied" : "designer.conflict.copy")}
    </Button>
  );
}
