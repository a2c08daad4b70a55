// What can be added to a flow: types of nodes, and functions that are registered. Nothing here draws.
import type { FunctionItem, JsonObject } from "~/api/types";
import type { IconName } from "~/components/icons";
import { type NodeTypes, wordsOf } from "../api";
import type { NodeWish } from "../document/nodes";
import { iconOf } from "./icons";

/** What a drag from the palette carries. */
export const PALETTE_TYPE = "application/x-renflow-node";

export interface PaletteItem {
  key: string;
  title: string;
  description: string;
  icon: IconName;
  wish: NodeWish;
}

export interface PaletteGroup {
  id: string;
  title: string;
  items: PaletteItem[];
}

export function groupsOf(
  types: NodeTypes,
  functions: readonly FunctionItem[],
  { functions: called, without }: { functions: string; without: readonly string[] },
  language: string,
): PaletteGroup[] {
  const groups = types.groups.map(({ id, title }) => ({
    id,
    title: wordsOf(title, language),
    items: types.items
      .filter((type) => type.group === id && !without.includes(type.type))
      .map((type) => ({
        key: type.type,
        title: wordsOf(type.title, language),
        description: wordsOf(type.description, language),
        icon: iconOf(type.type),
        wish: { type: type.type, data: type.defaults },
      })),
  }));
  const functionItems = functions.map((item) => ({
    key: `function:${item.name}`,
    title: item.name,
    description: item.doc ?? "",
    icon: "code" as const,
    wish: {
      type: "python",
      name: item.name.split(".").at(-1) ?? item.name,
      data: { codeRef: item.name } as JsonObject,
    },
  }));
  return [...groups, { id: "functions", title: called, items: functionItems }].filter(
    (group) => group.items.length > 0,
  );
}

/** The groups with what has all words of the text somewhere; without text, all. */
export function matching(groups: readonly PaletteGroup[], text: string): PaletteGroup[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...groups];
  return groups.flatMap((group) => {
    const items = group.items.filter((item) => {
      const all = `${item.title}\n${item.key}\n${item.description}\n${group.title}`.toLowerCase();
      return words.every((word) => all.includes(word));
    });
    return items.length === 0 ? [] : [{ ...group, items }];
  });
}

/** What is dragged, if it comes from the palette. */
export function wishIn(carried: DataTransfer): NodeWish | undefined {
  try {
    const wish = JSON.parse(carried.getData(PALETTE_TYPE)) as NodeWish;
    return typeof wish.type === "string" ? wish : undefined;
  } catch {
    return undefined;
  }
}
