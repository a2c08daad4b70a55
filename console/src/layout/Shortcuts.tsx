import { ActionIcon, Kbd, UnstyledButton } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { Suspense, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "~/api/parts";
import { Icon } from "~/components/icons";

const Palette = lazyPart(() => import("./Palette"), "Palette");
const Keys = lazyPart(() => import("./Keys"), "Keys");

/** Ctrl-K finds everything, ? shows the keys; both have a button, too. */
export function Shortcuts() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<"palette" | "keys" | null>(null);
  const close = useCallback(() => setOpened(null), []);
  const keys = useCallback(() => setOpened("keys"), []);
  // Also from inside a field: what is typed there has no use for it.
  useHotkeys([["mod+K", () => setOpened("palette")]], []);
  useHotkeys([
    ["shift+?", keys],
    ["?", keys],
  ]);
  return (
    <>
      <UnstyledButton
        className="ren-find"
        onClick={() => setOpened("palette")}
        aria-label={`${t("palette.find")} Ctrl K`}
        aria-keyshortcuts="Control+K"
      >
        <Icon name="search" />
        <span className="ren-find-word">{t("palette.find")}</span>{" "}
        <Kbd className="ren-find-word" size="xs">
          Ctrl K
        </Kbd>
      </UnstyledButton>
      <ActionIcon variant="default" size={30} onClick={keys} aria-label={t("keys.title")}>
        <Icon name="question" />
      </ActionIcon>
      <Suspense fallback={null}>
        {opened === "palette" && <Palette onClose={close} onKeys={keys} />}
        {opened === "keys" && <Keys onClose={close} />}
      </Suspense>
    </>
  );
}
