import { Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface XmlTextProps {
  value: string;
  rows: number;
  onChange: (text: string) => void;
}

/** The text of a BPMN file, to be edited. */
export function XmlText({ value, rows, onChange }: XmlTextProps) {
  const { t } = useTranslation();
  return (
    <Textarea
      label={t("bpmn.file")}
      classNames={{ input: "ren-xml" }}
      spellCheck={false}
      rows={rows}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
