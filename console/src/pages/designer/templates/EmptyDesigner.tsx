import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FlowDocument } from "../document/document";
import { Templates } from "./Templates";

interface EmptyDesignerProps {
  choose: (flow: FlowDocument) => void;
  /** Begin with nothing but a start and an end. */
  blank: () => void;
}

/** What a designer without nodes says: three steps to the first run, and something to begin with. */
export function EmptyDesigner({ choose, blank }: EmptyDesignerProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="md" className="ren-empty-designer">
      <div>
        <Title order={2} size="h2">
          {t("templates.begin")}
        </Title>
        <ol className="ren-steps">
          {(["choose", "publish", "run"] as const).map((step) => (
            <li key={step}>
              <Text span size="sm">
                {t(`templates.step.${step}`)}
              </Text>
            </li>
          ))}
        </ol>
      </div>
      <Templates choose={choose} />
      <Group>
        <Button variant="default" onClick={blank}>
          {t("templates.blank")}
        </Button>
      </Group>
    </Stack>
  );
}
