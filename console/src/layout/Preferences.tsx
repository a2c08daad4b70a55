import { ActionIcon, SegmentedControl, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Icon } from "~/components/icons";
import { type Language, switchLanguage } from "~/i18n";

const CHOICES = [
  { value: "zh", label: "中" },
  { value: "en", label: "EN" },
];

/** Language and light; both are remembered. */
export function Preferences() {
  const { t, i18n } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  const other = scheme === "dark" ? "light" : "dark";
  return (
    <>
      <SegmentedControl
        size="xs"
        data={CHOICES}
        value={i18n.language}
        onChange={(language) => void switchLanguage(language as Language)}
        aria-label={t("nav.language")}
      />
      <ActionIcon
        variant="default"
        size={30}
        onClick={() => setColorScheme(other)}
        aria-label={t(`nav.${other}`)}
      >
        <Icon name={scheme === "dark" ? "sun" : "moon"} />
      </ActionIcon>
    </>
  );
}
