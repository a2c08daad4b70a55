// Nodes in one frame, and what can be done to such groups. A node is in one group at most: the first that names it; what
// else a group names is passed over, and stays in the document. Nothing here draws.
import { type FlowDocument, type FlowGroup, isObject } from "./document";
import { freshId } from "./ids";

/** Groups and nodes may have the same id: no id of a node has a colon. */
const GROUP = "group:";
export const groupKey = (id: string) => GROUP + id;
export const groupOf = (key: string) => (key.startsWith(GROUP) ? key.slice(GROUP.length) : undefined);

/** The document's groups, as far as they are some, each with the nodes that are in it: groups around nothing are left out. */
export function groupsOf(document: FlowDocument): FlowGroup[] {
  const listed = listOf(document).filter(isGroup);
  if (listed.length === 0) return [];
  const free = new Set(document.nodes.map((node) => node.id));
  const names = new Set<string>();
  return listed.flatMap((group) => {
    if (names.has(group.id)) return [];
    names.add(group.id);
    const nodes = group.nodes.filter((id) => free.delete(id));
    return nodes.length === 0 ? [] : [{ ...group, nodes }];
  });
}

/** Which group each node is in. */
export function groupByNode(document: FlowDocument): Map<string, FlowGroup> {
  return new Map(groupsOf(document).flatMap((group) => group.nodes.map((id) => [id, group] as const)));
}

/** The nodes of these groups. */
export function membersOf(document: FlowDocument, groups: Iterable<string>): string[] {
  const wanted = new Set(groups);
  return groupsOf(document).flatMap((group) => (wanted.has(group.id) ? group.nodes : []));
}

/** These nodes in one frame: in the first of these groups, else in a new one. They leave the groups they were in. */
export function grouped(
  document: FlowDocument,
  nodes: Iterable<string>,
  groups: readonly string[] = [],
): { document: FlowDocument; group: string } | undefined {
  const known = new Set(document.nodes.map((node) => node.id));
  const members = [...new Set([...membersOf(document, groups), ...nodes])].filter((id) => known.has(id));
  if (members.length === 0) return undefined;
  const into = groupsOf(document).find((group) => group.id === groups[0]);
  const id = into?.id ?? freshId(groupIds(document), "group");
  const group: FlowGroup = into ? { ...into, nodes: members } : { id, title: "", nodes: members };
  const rest = without(document, new Set(members), into && new Set([into.id]));
  return { document: withList(document, [...rest, group]), group: id };
}

/** Without these groups; their nodes stay. */
export function ungrouped(document: FlowDocument, groups: Iterable<string>): FlowDocument {
  const gone = new Set(groups);
  const before = listOf(document);
  const after = before.filter((each) => !(isGroup(each) && gone.has(each.id)));
  return after.length === before.length ? document : withList(document, after);
}

/** These nodes in no group any more; a group that is left without any is gone. */
export function outOfGroups(document: FlowDocument, nodes: Iterable<string>): FlowDocument {
  const ids = new Set(nodes);
  if (!listOf(document).some((each) => isGroup(each) && each.nodes.some((id) => ids.has(id))))
    return document;
  return withList(document, without(document, ids));
}

export function changeGroup(
  document: FlowDocument,
  id: string,
  change: (group: FlowGroup) => FlowGroup,
): FlowDocument {
  const before = listOf(document);
  const index = before.findIndex((each) => isGroup(each) && each.id === id);
  const group = before[index];
  if (!isGroup(group)) return document;
  const after = change(group);
  return after === group ? document : withList(document, before.with(index, after));
}

/** Shown as one box, or with all that is in it. */
export function collapse(document: FlowDocument, id: string, collapsed: boolean): FlowDocument {
  return changeGroup(document, id, (group) => {
    if ((group.collapsed ?? false) === collapsed) return group;
    const { collapsed: _, ...rest } = group;
    return collapsed ? { ...rest, collapsed } : rest;
  });
}

/** With all nodes in sight. */
export function expandedFor(document: FlowDocument, node: string): FlowDocument {
  const group = groupByNode(document).get(node);
  return group?.collapsed ? collapse(document, group.id, false) : document;
}

/** A node that was put between nodes of one group is in it, too. */
export function adopted(document: FlowDocument, id: string): FlowDocument {
  const ends = document.edges.flatMap(({ source, target }) =>
    source === id ? [target] : target === id ? [source] : [],
  );
  const groups = groupByNode(document);
  const [first, ...others] = ends.map((end) => groups.get(end));
  if (first === undefined || others.length === 0 || groups.has(id)) return document;
  if (others.some((group) => group !== first)) return document;
  return changeGroup(document, first.id, (group) => ({ ...group, nodes: [...group.nodes, id] }));
}

/** With another id of a node in place of one. */
export function renamedIn(document: FlowDocument, from: string, to: string): FlowDocument {
  const before = listOf(document);
  const after = before.map((each) =>
    isGroup(each) && each.nodes.includes(from)
      ? { ...each, nodes: each.nodes.map((id) => (id === from ? to : id)) }
      : each,
  );
  return after.every((each, index) => each === before[index]) ? document : withList(document, after);
}

/** The list without these nodes in its groups, without those that are empty then, and without the groups named. */
function without(
  document: FlowDocument,
  nodes: ReadonlySet<string>,
  groups?: ReadonlySet<string>,
): unknown[] {
  return listOf(document).flatMap((each) => {
    if (!isGroup(each)) return [each];
    if (groups?.has(each.id)) return [];
    const rest = each.nodes.filter((id) => !nodes.has(id));
    if (rest.length === each.nodes.length) return [each];
    return rest.length === 0 ? [] : [{ ...each, nodes: rest }];
  });
}

/** The ids that are taken. */
export function groupIds(document: FlowDocument): Set<string> {
  return new Set(
    listOf(document)
      .filter(isGroup)
      .map((each) => each.id),
  );
}

/** All that stands in the list, also what is no group. */
export function listOf(document: FlowDocument): unknown[] {
  return Array.isArray(document.groups) ? document.groups : [];
}

/** Without any, the document has no such list. */
export function withList(document: FlowDocument, list: unknown[]): FlowDocument {
  if (list.length > 0) return { ...document, groups: list };
  const { groups: _, ...rest } = document;
  return rest as FlowDocument;
}

export function isGroup(value: unknown): value is FlowGroup {
  return (
    isObject(value) &&
    typeof value.id === "string" &&
    typeof value.title === "string" &&
    Array.isArray(value.nodes) &&
    value.nodes.every((id) => typeof id === "string")
  );
}
