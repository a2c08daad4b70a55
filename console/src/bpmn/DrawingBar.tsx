import { ActionIcon, Group, NativeSelect, Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Icon, type IconName } from "~/components/icons";
import { showAll } from "./showAll";
import type { Shown } from "./useDrawing";
import { diagramsOf, serviceOf } from "./viewer";

interface DrawingBarProps {
  shown: Shown | undefined;
  onDiagram: (id: string) => void;
  isFull: boolean;
  onFull: (isFull: boolean) => void;
}

/** Above a drawing: which one of the file, how large. */
export function DrawingBar({ shown, onDiagram, isFull, onFull }: DrawingBarProps) {
  const { t } = useTranslation();
  const diagrams = shown ? diagramsOf(shown.viewer) : [];
  const zoom = (by: number) => shown && serviceOf(shown.viewer, "zoomScroll").stepZoom(by);
  return (
    <Group
      gap={6}
      wrap="nowrap"
      justify="flex-end"
      className="ren-graph-bar"
      data-few={diagrams.length < 2 || undefined}
    >
      {diagrams.length > 1 && (
        <NativeSelect
          size="xs"
          className="ren-grow"
          maw={320}
          aria-label={t("bpmn.diagram")}
          data={diagrams.map(({ id, name }) => ({ value: id, label: name }))}
          value={shown?.diagram ?? diagrams[0]?.id ?? ""}
          onChange={(event) => onDiagram(event.currentTarget.value)}
        />
      )}
      <Tool icon="plus" words={t("graph.zoomIn")} onClick={() => zoom(1)} />
      <Tool icon="minus" words={t("graph.zoomOut")} onClick={() => zoom(-1)} />
      <Tool
        icon="frame"
        words={t("graph.fit")}
        onClick={() => shown && showAll(serviceOf(shown.viewer, "canvas"))}
      />
      <Tool
        icon={isFull ? "shrink" : "expand"}
        words={t(isFull ? "graph.small" : "graph.full")}
        onClick={() => onFull(!isFull)}
      />
    </Group>
  );
}

export function Tool({
  icon,
  words,
  onClick,
  disabled = false,
}: {
  icon: IconName;
  words: string;
  onClick: () => void;
  disabled?: boolean;
}) {
  return (
    <Tooltip label={words}>
      <ActionIcon variant="default" size={30} aria-label={words} onClick={onClick} disabled={disabled}>
        <Icon name={icon} />
      </ActionIcon>
    </Tooltip>
  );
}
