import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { Drawing, type DrawingProps } from "./Drawing";
import { typeWords } from "./typeWords";

/** The drawing of a file, without a run. */
export function FileDrawing(props: Omit<DrawingProps, "told" | "badges">) {
  const { language } = useTranslation().i18n;
  const told = useCallback(
    ({ name, type }: { name: string | undefined; type: string }) =>
      [name, typeWords(type, language)].filter(Boolean).join(", "),
    [language],
  );
  return <Drawing {...props} told={told} />;
}
