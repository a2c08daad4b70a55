import { Alert, Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/components/icons";
import { Moment } from "~/components/Moment";
import { drawable, type FlowDocument, isDrawable } from "../document/document";
import { readJson } from "../document/text";
import type { Opened } from "./load";
import { localCopies } from "./local";

interface LeftoversProps {
  opened: Opened;
  onTake: (document: FlowDocument) => void;
}

/** What was found at the start: a copy of this window's own, or what another window never saved. */
export function Leftovers({ opened, onTake }: LeftoversProps) {
  const { t } = useTranslation();
  const [isGone, setGone] = useState(false);
  const [left] = opened.left;
  if (isGone) return null;
  if (opened.source === "copy")
    return (
      <Alert py={6} color="teal" icon={<Icon name="check" />} withCloseButton onClose={() => setGone(true)}>
        {t("designer.save.restored")}
      </Alert>
    );
  if (left === undefined) return <Offer opened={opened} onTake={onTake} />;
  const take = () => {
    const document = drawable(readJson(left.text));
    if (isDrawable(document)) onTake(document);
    localCopies(opened.flow.id).forgetOther(left.key);
    setGone(true);
  };
  const drop = () => {
    localCopies(opened.flow.id).forgetOther(left.key);
    setGone(true);
  };
  return (
    <Alert py={6} color="yellow" icon={<Icon name="alert" />} role="status">
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          {t("designer.save.left")} <Moment at={new Date(left.at).toISOString()} inherit />
        </Text>
        <Group gap="xs">
          <Button size="compact-sm" variant="default" onClick={drop}>
            {t("designer.save.leftDrop")}
          </Button>
          <Button size="compact-sm" onClick={take}>
            {t("designer.save.leftTake")}
          </Button>
        </Group>
      </Group>
    </Alert>
  );
}

/** A link led to a version, and a draft is there: it is shown, and the version may take its place. */
function Offer({ opened: { offered }, onTake }: LeftoversProps) {
  const { t } = useTranslation();
  const [isGone, setGone] = useState(false);
  if (offered === undefined || isGone) return null;
  const take = () => {
    const document = drawable(offered.value);
    if (isDrawable(document)) onTake(document);
    setGone(true);
  };
  return (
    <Alert py={6} color="teal" icon={<Icon name="edit" />} role="status">
      <Group justify="space-between" gap="xs">
        <Text size="sm">{t("designer.save.offered", { version: offered.version })}</Text>
        <Group gap="xs">
          <Button size="compact-sm" variant="default" onClick={() => setGone(true)}>
            {t("designer.save.offeredDrop")}
          </Button>
          <Button size="compact-sm" onClick={take}>
            {t("designer.save.offeredTake", { version: offered.version })}
          </Button>
        </Group>
      </Group>
    </Alert>
  );
}
