import { ActionIcon, Group, Menu, Text, TextInput, Tooltip } from "@mantine/core";
import { useReactFlow } from "@xyflow/react";
import { type KeyboardEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/components/icons";
import { NODE_HEIGHT, NODE_WIDTH, type Place } from "./geometry";
import { CHOICES, type Choice } from "./shape";

/** With fewer nodes there is nothing to look for. */
const MANY = 8;
const FOUND_ZOOM = 0.9;
const MOVE_MS = 250;

export interface NodeSearch {
  text: string;
  ids: readonly string[];
  /** The one that was jumped to, by its number. */
  at: number;
}

interface GraphBarProps {
  nodeCount: number;
  places: ReadonlyMap<string, Place>;
  search: NodeSearch;
  onSearch: (text: string) => NodeSearch;
  onStep: (at: number) => void;
  /** The reader looks at something: the picture no longer follows the run. */
  onHold: () => void;
  choice: Choice;
  isPlaced: boolean;
  onChoice: (choice: Choice) => void;
  isFull: boolean;
  onFull: (isFull: boolean) => void;
}

/** Above a graph: find a node, turn the graph, let it fill the window. */
export function GraphBar(props: GraphBarProps) {
  const { t } = useTranslation();
  const { isFull, onFull } = props;
  const fullWords = t(isFull ? "graph.small" : "graph.full");
  return (
    <Group gap={6} wrap="nowrap" className="ren-graph-bar" data-few={props.nodeCount <= MANY || undefined}>
      <div className="ren-grow">{props.nodeCount > MANY && <SearchBox {...props} />}</div>
      <ShapeMenu {...props} />
      <Tooltip label={fullWords}>
        <ActionIcon variant="default" size={30} aria-label={fullWords} onClick={() => onFull(!isFull)}>
          <Icon name={isFull ? "shrink" : "expand"} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}

function SearchBox({ places, search, onSearch, onStep, onHold }: GraphBarProps) {
  const { t } = useTranslation();
  const { setCenter, getZoom } = useReactFlow();
  const input = useRef<HTMLInputElement>(null);
  const show = (id: string | undefined) => {
    const place = id === undefined ? undefined : places.get(id);
    if (place === undefined) return;
    onHold();
    const zoom = Math.max(FOUND_ZOOM, Math.min(getZoom(), 1));
    void setCenter(place.x + NODE_WIDTH / 2, place.y + NODE_HEIGHT / 2, { zoom, duration: MOVE_MS });
  };
  const step = (by: number) => {
    const { ids, at } = search;
    if (ids.length === 0) return;
    const next = (at + by + ids.length) % ids.length;
    onStep(next);
    show(ids[next]);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape" && search.text !== "") {
      event.stopPropagation();
      onSearch("");
    }
  };
  const hits =
    search.text.trim() === "" ? "" : search.ids.length === 0 ? "0" : `${search.at + 1}/${search.ids.length}`;
  return (
    <TextInput
      ref={input}
      size="xs"
      maw={320}
      aria-label={t("graph.search")}
      placeholder={t("graph.search")}
      title={t("graph.searchKeys")}
      leftSection={<Icon name="search" size={14} />}
      rightSection={
        <Text size="xs" c="dimmed" role="status" className="ren-nowrap">
          {hits}
        </Text>
      }
      rightSectionWidth={hits === "" ? 0 : 52}
      value={search.text}
      onChange={(event) => show(onSearch(event.currentTarget.value).ids[0])}
      onKeyDown={onKey}
    />
  );
}

function ShapeMenu({ choice, isPlaced, onChoice }: GraphBarProps) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={t("graph.layout")} title={t("graph.layout")}>
          <Icon name="layout" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={choice} onChange={(value) => onChoice(value as Choice)}>
          {CHOICES.filter((each) => each !== "placed" || isPlaced).map((each) => (
            <Menu.RadioItem key={each} value={each} closeMenuOnClick>
              {t(`graph.shapes.${each}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
