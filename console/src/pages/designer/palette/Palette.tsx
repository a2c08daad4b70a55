import { ScrollArea, Text, TextInput, UnstyledButton } from "@mantine/core";
import { type DragEvent, memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/components/icons";
import type { NodeWish } from "../document/nodes";
import { matching, PALETTE_TYPE, type PaletteGroup, type PaletteItem } from "./items";

interface PaletteProps {
  groups: readonly PaletteGroup[];
  onAdd: (wish: NodeWish) => void;
  onNote: () => void;
}

/** What can be added: dragged onto the canvas, or chosen, which puts it behind the selected node. */
export const Palette = memo(function Palette({ groups, onAdd, onNote }: PaletteProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const shown = matching(groups, text);
  const first = shown[0]?.items[0];
  return (
    <section className="ren-design-palette" aria-label={t("designer.palette")}>
      <TextInput
        size="xs"
        m={8}
        aria-label={t("designer.searchPalette")}
        placeholder={t("designer.searchPalette")}
        leftSection={<Icon name="search" size={14} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && first) onAdd(first.wish);
          if (event.key === "Escape" && text !== "") {
            event.stopPropagation();
            setText("");
          }
        }}
      />
      <ScrollArea className="ren-design-palette-list" type="auto">
        {shown.map((group) => (
          <fieldset key={group.id} className="ren-design-palette-group">
            <legend>{group.title}</legend>
            {group.items.map((item) => (
              <Item key={item.key} item={item} onAdd={onAdd} />
            ))}
          </fieldset>
        ))}
        {shown.length === 0 && (
          <Text size="sm" c="dimmed" p="xs">
            {t("designer.noneFound")}
          </Text>
        )}
        {text === "" && (
          <UnstyledButton className="ren-design-palette-item" onClick={onNote}>
            <Icon name="file" size={14} />
            <span>{t("designer.addNote")}</span>
          </UnstyledButton>
        )}
      </ScrollArea>
    </section>
  );
});

function Item({ item, onAdd }: { item: PaletteItem; onAdd: (wish: NodeWish) => void }) {
  const drag = (event: DragEvent) => {
    event.dataTransfer.setData(PALETTE_TYPE, JSON.stringify(item.wish));
    event.dataTransfer.effectAllowed = "copy";
  };
  return (
    <UnstyledButton
      className="ren-design-palette-item"
      draggable
      onDragStart={drag}
      onClick={() => onAdd(item.wish)}
      title={item.description}
      data-item={item.key}
    >
      <Icon name={item.icon} size={14} />
      <span>{item.title}</span>
    </UnstyledButton>
  );
}
