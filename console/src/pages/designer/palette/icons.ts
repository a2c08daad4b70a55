import type { IconName } from "~/components/icons";
import { NODE_ICONS } from "~/graph/nodeIcons";

/** What stands beside the name of a type. */
export function iconOf(type: string): IconName {
  return (Object.hasOwn(NODE_ICONS, type) ? NODE_ICONS[type] : undefined) ?? "question";
}
