import { Breadcrumbs, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface FolderPathProps {
  folder: string;
  onOpen: (folder: string | undefined) => void;
}

/** Where one is among the folders; each step leads back to it. */
export function FolderPath({ folder, onOpen }: FolderPathProps) {
  const { t } = useTranslation();
  if (folder === "") return null;
  const parts = folder.split("/");
  const steps = parts.map((name, index) => ({ name, path: parts.slice(0, index + 1).join("/") }));
  return (
    <Breadcrumbs component="nav" aria-label={t("artifacts.folders")}>
      <UnstyledButton className="ren-link" onClick={() => onOpen(undefined)}>
        {t("artifacts.top")}
      </UnstyledButton>
      {steps.map(({ name, path }) => (
        <UnstyledButton
          key={path}
          className="ren-link"
          aria-current={path === folder ? "page" : undefined}
          onClick={() => onOpen(path)}
        >
          {name}
        </UnstyledButton>
      ))}
    </Breadcrumbs>
  );
}
