import { Badge, Button, Group, SegmentedControl, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Tool } from "~/bpmn/DrawingBar";
import { showAll } from "~/bpmn/showAll";
import { serviceOf } from "~/bpmn/viewer";
import type { Drawing } from "./useModeler";

export type View = "drawing" | "xml";

interface ToolbarProps {
  drawing: Drawing | undefined;
  view: View;
  onView: (view: View) => void;
  isDirty: boolean;
  isKept: boolean;
  errors: number;
  onSave: () => void;
}

/** Above the drawing: undo, how it is seen, whether it is saved. */
export function Toolbar({ drawing, view, onView, isDirty, isKept, errors, onSave }: ToolbarProps) {
  const { t } = useTranslation();
  const stack = drawing && serviceOf(drawing.modeler, "commandStack");
  const zoom = (by: number) => drawing && serviceOf(drawing.modeler, "zoomScroll").stepZoom(by);
  return (
    <Group justify="space-between" gap="xs" mb="sm">
      <Group gap="xs">
        <SegmentedControl
          size="xs"
          aria-label={t("bpmn.view")}
          value={view}
          onChange={(next) => onView(next as View)}
          data={[
            { value: "drawing", label: t("bpmn.drawing") },
            { value: "xml", label: "XML" },
          ]}
        />
        <Tool icon="undo" words={t("bpmn.undo")} disabled={!stack?.canUndo()} onClick={() => stack?.undo()} />
        <Tool icon="redo" words={t("bpmn.redo")} disabled={!stack?.canRedo()} onClick={() => stack?.redo()} />
        <Tool icon="plus" words={t("graph.zoomIn")} disabled={!drawing} onClick={() => zoom(1)} />
        <Tool icon="minus" words={t("graph.zoomOut")} disabled={!drawing} onClick={() => zoom(-1)} />
        <Tool
          icon="frame"
          words={t("graph.fit")}
          disabled={!drawing}
          onClick={() => drawing && showAll(serviceOf(drawing.modeler, "canvas"))}
        />
      </Group>
      <Group gap="sm">
        <Text size="sm" c="dimmed" role="status">
          {!isDirty && t("bpmn.unchanged")}
          {isDirty && isKept && t("bpmn.unsaved")}
          {isDirty && !isKept && t("bpmn.notKept")}
        </Text>
        {errors > 0 && (
          <Badge color="red" variant="light">
            {t("bpmn.errors", { count: errors })}
          </Badge>
        )}
        <Button onClick={onSave} disabled={!isDirty}>
          {t("bpmn.save")}
        </Button>
      </Group>
    </Group>
  );
}
