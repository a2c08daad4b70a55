import { ActionIcon, Anchor, Badge, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Run } from "~/api/types";
import { Icon } from "~/components/icons";
import { StatusBadge } from "~/components/StatusBadge";
import { useErrorWords } from "~/i18n/told";
import { nodeName } from "~/names/words";
import type { FlowDocument } from "../document/document";

interface TrialBarProps {
  run: Run;
  document: FlowDocument;
  onNode: (id: string) => void;
  onClose: () => void;
}

/** Over the canvas: how the run stands that is shown on it. */
export function TrialBar({ run, document, onNode, onClose }: TrialBarProps) {
  const { t, i18n } = useTranslation();
  const words = useErrorWords(run.error?.code);
  const at = document.nodes.find((node) => node.id === run.error?.node);
  return (
    <Group
      className="ren-trial-bar"
      gap="sm"
      wrap="nowrap"
      role="status"
      aria-label={t("designer.trial.shown")}
    >
      {run.test && (
        <Badge variant="default" flex="none">
          {t("designer.trial.test")}
        </Badge>
      )}
      <StatusBadge status={run.status} reason={run.reason} />
      {run.error && (
        <Text size="xs" className="ren-red" flex={1} miw={0} truncate title={run.error.message}>
          {at && (
            <Anchor component="button" type="button" inherit onClick={() => onNode(at.id)}>
              {nodeName(at, i18n.language)}
            </Anchor>
          )}{" "}
          {words?.title ?? run.error.message}
        </Text>
      )}
      {!run.error && <div className="ren-grow" />}
      <Anchor component={Link} to={`/runs/${run.thread_id}`} size="sm" className="ren-nowrap">
        {t("designer.trial.open")}
      </Anchor>
      <ActionIcon variant="subtle" size="sm" aria-label={t("designer.trial.hide")} onClick={onClose}>
        <Icon name="close" size={14} />
      </ActionIcon>
    </Group>
  );
}
