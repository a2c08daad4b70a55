import "../inspector/inspector.css";
import { Stack, Text, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { part } from "~/api/parts";
import { functionsQuery } from "~/api/queries";
import { Icon } from "~/components/icons";
import { ProblemAlert } from "~/components/ProblemAlert";
import type { FlowDocument } from "../document/document";
import { missingFunctions, TEMPLATES, type Template } from "./templates";

interface TemplatesProps {
  choose: (flow: FlowDocument) => void;
}

/** Flows to begin with, each by what it shows; the smallest comes first. */
export function Templates({ choose }: TemplatesProps) {
  const { t } = useTranslation();
  const functions = useQuery(functionsQuery()).data?.items;
  const [busy, setBusy] = useState<string>();
  const [error, setError] = useState<unknown>(null);
  const registered = new Set(functions?.map((each) => each.name));
  const begin = async (template: Template) => {
    setBusy(template.name);
    setError(null);
    try {
      choose(await part(template.load));
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(undefined);
    }
  };
  return (
    <Stack gap="sm" component="section" aria-label={t("templates.title")} w="100%">
      <Text size="sm" fw={600}>
        {t("templates.begin")}
      </Text>
      <ol className="ren-steps">
        {(["choose", "look", "run"] as const).map((step) => (
          <li key={step}>{t(`templates.step.${step}`)}</li>
        ))}
      </ol>
      <ProblemAlert error={error} />
      <ul className="ren-templates">
        {TEMPLATES.map((template) => (
          <li key={template.name}>
            <TemplateButton
              template={template}
              isBusy={busy === template.name}
              missing={functions === undefined ? [] : missingFunctions(template, registered)}
              onChoose={() => void begin(template)}
            />
          </li>
        ))}
      </ul>
    </Stack>
  );
}

interface TemplateButtonProps {
  template: Template;
  isBusy: boolean;
  missing: string[];
  onChoose: () => void;
}

function TemplateButton({ template, isBusy, missing, onChoose }: TemplateButtonProps) {
  const { t } = useTranslation();
  const { name, icon, needs } = template;
  return (
    <UnstyledButton className="ren-template" disabled={isBusy} aria-busy={isBusy} onClick={onChoose}>
      <Icon name={icon} size={20} />
      <span>
        <Text component="span" display="block" size="sm" fw={600}>
          {t(`templates.${name}.title`)}
        </Text>
        <Text component="span" display="block" size="xs" c="dimmed">
          {t(`templates.${name}.text`)}
        </Text>
        <Text
          component="span"
          display="block"
          size="xs"
          mt={2}
          className={missing.length > 0 ? "ren-amber" : needs === "nothing" ? "ren-green" : undefined}
          c={missing.length === 0 && needs !== "nothing" ? "dimmed" : undefined}
        >
          {missing.length > 0
            ? t("templates.missing", { names: missing.join(", ") })
            : t(`templates.needs.${needs}`)}
        </Text>
      </span>
    </UnstyledButton>
  );
}
