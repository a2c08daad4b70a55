import { Switch } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { canNotify, switchNotices, wantsNotices } from "~/live/notices";

/** Notices of this browser, while the console is open in it. */
export function Notices() {
  const { t } = useTranslation();
  const [isOn, setIsOn] = useState(wantsNotices);
  const [isRefused, setIsRefused] = useState(false);
  if (!canNotify()) return null;
  const change = async (wish: boolean) => {
    const comes = await switchNotices(wish);
    setIsOn(comes);
    setIsRefused(wish && !comes);
  };
  return (
    <Switch
      label={t("system.notices")}
      description={t("system.noticesWhen")}
      checked={isOn}
      error={isRefused && t("system.noticesRefused")}
      onChange={(event) => void change(event.currentTarget.checked)}
    />
  );
}
