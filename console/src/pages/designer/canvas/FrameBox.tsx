import { ActionIcon } from "@mantine/core";
import { Handle, type NodeProps, Position } from "@xyflow/react";
import { memo, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/components/icons";
import { useCommands } from "../context";
import type { FlowGroup } from "../document/document";
import type { FrameData } from "./frameBoxes";

/** Around the nodes of a group: its title, edited in place, and what makes one box of it. */
export const FrameBox = memo(function FrameBox({ data, selected }: NodeProps) {
  const { group } = data as FrameData;
  return (
    <div className="ren-frame" data-selected={selected || undefined}>
      <div className="ren-frame-head">
        <Fold group={group} />
        <Title group={group} />
      </div>
    </div>
  );
});

/** One box in place of all nodes of a group. */
export const FoldedBox = memo(function FoldedBox({ data, selected }: NodeProps) {
  const { group, problem } = data as FrameData;
  const { t } = useTranslation();
  return (
    <div className="ren-folded" data-selected={selected || undefined} data-problem={problem}>
      <Handle id="in" type="target" position={Position.Top} isConnectable={false} className="ren-in" />
      <div className="ren-frame-head">
        <Fold group={group} />
        <Title group={group} />
      </div>
      <div className="ren-folded-count">{t("designer.group.count", { count: group.nodes.length })}</div>
      {problem && (
        <span className="ren-design-problem" data-problem={problem} title={t(`designer.marks.${problem}`)}>
          <Icon name="alert" size={12} />
        </span>
      )}
      <Handle
        id="next"
        type="source"
        position={Position.Bottom}
        isConnectable={false}
        className="ren-out"
        data-taken
      />
    </div>
  );
});

function Fold({ group }: { group: FlowGroup }) {
  const { t } = useTranslation();
  const { collapseGroup } = useCommands();
  const isFolded = group.collapsed === true;
  const words = t(isFolded ? "designer.group.expand" : "designer.group.collapse");
  return (
    <ActionIcon
      variant="subtle"
      size={22}
      className="nodrag nokey"
      aria-label={words}
      title={words}
      aria-expanded={!isFolded}
      onClick={() => collapseGroup(group.id, !isFolded)}
    >
      <Icon name={isFolded ? "expand" : "shrink"} size={13} />
    </ActionIcon>
  );
}

function Title({ group }: { group: FlowGroup }) {
  const { t } = useTranslation();
  const { renameGroup } = useCommands();
  const [isEdited, setEdited] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isEdited) field.current?.select();
  }, [isEdited]);
  if (isEdited)
    return (
      <input
        ref={field}
        className="ren-frame-title nodrag nokey"
        aria-label={t("designer.group.title")}
        defaultValue={group.title}
        placeholder={t("designer.group.untitled")}
        maxLength={200}
        onBlur={(event) => {
          setEdited(false);
          renameGroup(group.id, event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== "Escape") return;
          event.preventDefault();
          if (event.key === "Escape") event.currentTarget.value = group.title;
          event.currentTarget.closest<HTMLElement>(".react-flow__node")?.focus();
        }}
      />
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: by keyboard, Enter on the selected group opens its field
    <span
      className="ren-frame-title"
      data-edit-group={group.id}
      title={group.title || t("designer.group.untitled")}
      onDoubleClick={() => setEdited(true)}
    >
      {group.title || t("designer.group.untitled")}
    </span>
  );
}
