import { ActionIcon, Button, Group, Menu, Text, Tooltip } from "@mantine/core";
import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Icon, type IconName } from "~/components/icons";
import { didWords } from "./didWords";
import type { Axis, Side } from "./document/places";
import type { SaveState } from "./draft/keeper";
import { SaveNote } from "./draft/SaveNote";

const SIDES: Side[] = ["left", "centre", "right", "top", "middle", "bottom"];

interface ToolbarProps {
  name: string;
  flowId: string;
  save: SaveState;
  undoes: string | undefined;
  redoes: string | undefined;
  /** How many nodes, and how many groups. */
  selected: number;
  groups: number;
  isList: boolean;
  snaps: boolean;
  search: ReactNode;
  errors: number;
  warnings: number;
  isChecking: boolean;
  onUndo: () => void;
  onRedo: () => void;
  onTidy: () => void;
  onDuplicate: () => void;
  onGroup: () => void;
  onUngroup: () => void;
  onExtract: () => void;
  onAlign: (side: Side) => void;
  onDistribute: (axis: Axis) => void;
  onList: () => void;
  onSnap: () => void;
  onKeys: () => void;
  onProblems: () => void;
  onTry: () => void;
  onPublish: () => void;
}

/** Above the canvas: where the draft stands, and what can be done to all of it. */
export function Toolbar(props: ToolbarProps) {
  const { t } = useTranslation();
  const { errors, warnings } = props;
  const undo = props.undoes === undefined ? "" : ` (${didWords(t, props.undoes)})`;
  const redo = props.redoes === undefined ? "" : ` (${didWords(t, props.redoes)})`;
  return (
    <Group className="ren-toolbar" gap={8} wrap="nowrap" role="toolbar" aria-label={t("designer.toolbar")}>
      <Text
        component={Link}
        to={`/flows/${props.flowId}`}
        className="ren-toolbar-name ren-quiet"
        fw={600}
        title={props.name}
      >
        {props.name}
      </Text>
      <SaveNote state={props.save} />
      <div className="ren-grow" />
      {props.search}
      <Tool
        icon="undo"
        label={`${t("designer.undo")}${undo}`}
        keys="Ctrl+Z"
        off={props.undoes === undefined}
        onClick={props.onUndo}
      />
      <Tool
        icon="redo"
        label={`${t("designer.redo")}${redo}`}
        keys="Ctrl+Y"
        off={props.redoes === undefined}
        onClick={props.onRedo}
      />
      <Arrange
        selected={props.selected}
        groups={props.groups}
        snaps={props.snaps}
        onTidy={props.onTidy}
        onDuplicate={props.onDuplicate}
        onGroup={props.onGroup}
        onUngroup={props.onUngroup}
        onExtract={props.onExtract}
        onAlign={props.onAlign}
        onDistribute={props.onDistribute}
        onSnap={props.onSnap}
      />
      <Tool icon="runs" label={t("designer.list")} keys="L" isOn={props.isList} onClick={props.onList} />
      <Tool icon="question" label={t("designer.keys.title")} keys="" onClick={props.onKeys} />
      <Button
        size="xs"
        variant="default"
        className="ren-toolbar-problems"
        data-colour={errors > 0 ? "red" : warnings > 0 ? "amber" : "green"}
        leftSection={
          <Icon name={errors + warnings > 0 ? "alert" : props.isChecking ? "refresh" : "check"} size={14} />
        }
        onClick={props.onProblems}
        title="F8"
      >
        {errors + warnings > 0
          ? t("designer.problemCount", { count: errors + warnings })
          : t(props.isChecking ? "designer.checking" : "designer.noProblems")}
      </Button>
      <Button size="xs" variant="default" leftSection={<Icon name="play" size={12} />} onClick={props.onTry}>
        {t("designer.try")}
      </Button>
      <Button size="xs" onClick={props.onPublish}>
        {t("designer.publish")}
      </Button>
    </Group>
  );
}

type ArrangeProps = Pick<
  ToolbarProps,
  | "selected"
  | "groups"
  | "snaps"
  | "onTidy"
  | "onDuplicate"
  | "onGroup"
  | "onUngroup"
  | "onExtract"
  | "onAlign"
  | "onDistribute"
  | "onSnap"
>;

const Arrange = memo(function Arrange(props: ArrangeProps) {
  const { t } = useTranslation();
  const { selected, groups, snaps, onTidy, onDuplicate, onAlign, onDistribute, onSnap } = props;
  const isNone = selected + groups === 0;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="default"
          size={30}
          aria-label={t("designer.arrange")}
          title={t("designer.arrange")}
        >
          <Icon name="layout" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onTidy} rightSection={<Text size="xs">T</Text>}>
          {t(selected > 1 ? "designer.tidySome" : "designer.tidy")}
        </Menu.Item>
        <Menu.Item disabled={isNone} onClick={onDuplicate} rightSection={<Text size="xs">Ctrl+D</Text>}>
          {t("designer.keys.duplicate")}
        </Menu.Item>
        <Menu.Item disabled={isNone} onClick={props.onGroup} rightSection={<Text size="xs">Ctrl+G</Text>}>
          {t("designer.keys.group")}
        </Menu.Item>
        <Menu.Item
          disabled={isNone}
          onClick={props.onUngroup}
          rightSection={<Text size="xs">Ctrl+Shift+G</Text>}
        >
          {t("designer.keys.ungroup")}
        </Menu.Item>
        <Menu.Item disabled={isNone} onClick={props.onExtract}>
          {t("designer.extract.menu")}
        </Menu.Item>
        <Menu.CheckboxItem checked={snaps} onChange={onSnap}>
          {t("designer.snap")}
        </Menu.CheckboxItem>
        <Menu.Divider />
        {SIDES.map((side) => (
          <Menu.Item key={side} disabled={selected < 2} onClick={() => onAlign(side)}>
            {t(`designer.align.${side}`)}
          </Menu.Item>
        ))}
        <Menu.Item disabled={selected < 3} onClick={() => onDistribute("x")}>
          {t("designer.align.across")}
        </Menu.Item>
        <Menu.Item disabled={selected < 3} onClick={() => onDistribute("y")}>
          {t("designer.align.down")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
});

interface ToolProps {
  icon: IconName;
  label: string;
  keys: string;
  off?: boolean;
  isOn?: boolean;
  onClick: () => void;
}

const Tool = memo(function Tool({ icon, label, keys, off = false, isOn, onClick }: ToolProps) {
  return (
    <Tooltip label={keys === "" ? label : `${label} · ${keys}`}>
      <ActionIcon
        variant={isOn === true ? "light" : "default"}
        size={30}
        aria-label={label}
        {...(isOn !== undefined && { "aria-pressed": isOn })}
        {...(keys !== "" && { "aria-keyshortcuts": keys.replace("Ctrl", "Control") })}
        disabled={off}
        onClick={onClick}
      >
        <Icon name={icon} />
      </ActionIcon>
    </Tooltip>
  );
});
