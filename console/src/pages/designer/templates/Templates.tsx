import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { BEGINNING, type FlowDocument } from "../document/document";

/** What a flow may begin as. */
export function Templates({ choose }: { choose: (flow: FlowDocument) => void }) {
  const { t } = useTranslation();
  return (
    <Button variant="default" onClick={() => choose(BEGINNING)}>
      {t("designer.blank")}
    </Button>
  );
}
