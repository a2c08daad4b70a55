// What the designer's commands do to the document, with what is selected after them. Nothing here draws.
import { copied, duplicated, type Pasted, type PasteProblem, pasted } from "./document/clipboard";
import { edgeOf, indexOf, nodeOf, type Place } from "./document/document";
import { connect, reconnect, removeEdges, splice } from "./document/edges";
import { adopted, collapse, grouped, groupsOf, membersOf, outOfGroups, ungrouped } from "./document/groups";
import { added, inserted } from "./document/growing";
import { dataOf, type KindOf, type Port, portsOf, type Refusal, refusal } from "./document/kinds";
import { addNode, type NodeWish, removeNodes, takeOut } from "./document/nodes";
import { addNote, changeNote, removeNotes } from "./document/notes";
import { type Axis, aligned, distributed, movedBy, type Side, tidied } from "./document/places";
import type { Editor } from "./editor";

export interface Operations {
  /** Behind the node that is selected, else where it is said. Gives the id of the new node. */
  add: (
    wish: NodeWish,
    where?: { at?: Place | undefined; port?: Port | undefined; after?: string | undefined },
  ) => string;
  /** Undefined: no such node can be in a line. */
  insert: (edge: string, wish: NodeWish, at?: Place) => string | undefined;
  /** Why it cannot be; undefined: it is. */
  connect: (wish: {
    source: string;
    port: Port;
    target: string;
    instead?: string;
  }) => { reason: Refusal; by?: string } | undefined;
  splice: (edge: string, node: string) => boolean;
  note: (at: Place, text?: string) => void;
  remove: () => number;
  takeOut: () => void;
  copy: () => string | undefined;
  cut: () => string | undefined;
  paste: (text: string, at: Place | undefined) => Pasted | PasteProblem;
  duplicate: () => Pasted | undefined;
  align: (side: Side) => void;
  distribute: (axis: Axis) => void;
  tidy: () => void;
  /** The nodes that are selected in one frame; gives its id. */
  group: () => string | undefined;
  /** The frames that are selected, or those around what is selected, away: what is in them stays. */
  ungroup: () => boolean;
  collapse: (group: string, collapsed: boolean) => void;
  /** The nodes that are selected, and those in the frames that are. */
  chosenNodes: () => readonly string[];
  nudge: (by: Place) => void;
  all: () => void;
}

export function operationsOf(editor: Editor, kindOf: KindOf): Operations {
  const { now, chosen, apply, select } = editor;
  const only = () => (chosen().nodes.length === 1 ? chosen().nodes[0] : undefined);
  /** The nodes that are selected, and those in the frames that are. */
  const chosenNodes = () => {
    const { nodes, groups } = chosen();
    return groups.length === 0 ? nodes : [...new Set([...nodes, ...membersOf(now(), groups)])];
  };
  const remove = () => {
    const { edges, notes } = chosen();
    const nodes = chosenNodes();
    const lines = removeEdges(now(), edges);
    apply(removeNotes(removeNodes(lines, nodes), notes), "remove", { select: {} });
    return nodes.length + edges.length + notes.length;
  };
  const copy = () => {
    const { notes } = chosen();
    const nodes = chosenNodes();
    return nodes.length + notes.length === 0 ? undefined : copied(now(), nodes, notes);
  };
  const took = (made: Pasted, what: string) =>
    apply(made.document, what, { select: { nodes: made.nodes, notes: made.notes } });
  return {
    add: (wish, { at, port, after = only() } = {}) => {
      const made = added(now(), after, wish, kindOf, { at, port });
      apply(adopted(made.document, made.nodes[0] ?? ""), "add", { select: { nodes: made.nodes } });
      return made.nodes[0] ?? "";
    },
    insert: (edge, wish, at) => {
      const made = inserted(now(), edge, wish, kindOf, at);
      const id = made?.nodes[0] ?? "";
      if (made !== undefined) apply(adopted(made.document, id), "insert", { select: { nodes: made.nodes } });
      return made?.nodes[0];
    },
    connect: ({ source, port, target, instead }) => {
      const why = refusal(now(), { source, port, target, instead }, kindOf);
      if (why !== undefined) return why;
      if (instead !== undefined) {
        const before = edgeOf(now(), instead);
        const data = port === "next" || !before || before.source !== source ? dataOf(port) : before.data;
        apply(reconnect(now(), instead, { source, target, data }), "reconnect", {
          select: { edges: [instead] },
        });
        return undefined;
      }
      const made = connect(now(), source, target, dataOf(port));
      apply(made.document, "connect", { select: { nodes: [source] } });
      return undefined;
    },
    splice: (edge, id) => {
      const [line, node] = [edgeOf(now(), edge), nodeOf(now(), id)];
      const port = node && portsOf(kindOf(node.type)).find((each) => each !== "error" && each !== "timeout");
      if (!line || !node || port === undefined || !kindOf(node.type).takes || indexOf(edge) < 0) return false;
      apply(splice(now(), edge, id, dataOf(port)), "insert", { select: { nodes: [id] } });
      return true;
    },
    note: (at, text = "") => {
      const made = addNote(now(), text, at);
      apply(made.document, "note", { select: { notes: made.nodes } });
    },
    remove,
    takeOut: () => {
      const next = chosen().nodes.reduce((document, id) => takeOut(document, id), now());
      apply(next, "remove", { select: {} });
    },
    copy,
    cut: () => {
      const text = copy();
      if (text !== undefined) remove();
      return text;
    },
    paste: (text, at) => {
      const made = pasted(now(), text, at, kindOf);
      if (!("problem" in made)) took(made, "paste");
      return made;
    },
    duplicate: () => {
      const { notes } = chosen();
      const nodes = chosenNodes();
      if (nodes.length + notes.length === 0) return undefined;
      const made = duplicated(now(), nodes, notes, kindOf);
      if (made.nodes.length + made.notes.length > 0) took(made, "duplicate");
      return made;
    },
    group: () => {
      const made = grouped(now(), chosen().nodes, chosen().groups);
      if (made !== undefined) apply(made.document, "group", { select: { groups: [made.group] } });
      return made?.group;
    },
    ungroup: () => {
      const { nodes, groups } = chosen();
      const next = outOfGroups(ungrouped(now(), groups), nodes);
      const isNone = next === now();
      if (!isNone) apply(next, "ungroup", { select: { nodes: chosenNodes() } });
      return !isNone;
    },
    collapse: (group, collapsed) =>
      apply(collapse(now(), group, collapsed), collapsed ? "collapse" : "expand", {
        select: { groups: [group] },
      }),
    chosenNodes,
    align: (side) => apply(aligned(now(), chosenNodes(), side), "align"),
    distribute: (axis) => apply(distributed(now(), chosenNodes(), axis), "align"),
    tidy: () => apply(tidied(now(), chosenNodes()), "tidy"),
    nudge: (by) => {
      const { notes } = chosen();
      const next = notes.reduce(
        (document, id) =>
          changeNote(document, id, (note) => ({
            ...note,
            position: { x: note.position.x + by.x, y: note.position.y + by.y },
          })),
        movedBy(now(), chosenNodes(), by),
      );
      apply(next, "move", { group: "arrows" });
    },
    all: () =>
      select({
        nodes: now().nodes.map((node) => node.id),
        groups: groupsOf(now()).flatMap((group) => (group.collapsed ? [group.id] : [])),
      }),
  };
}

/** A node that stands alone, at a place. */
export function addAlone(editor: Editor, wish: NodeWish, at: Place): string {
  const made = addNode(editor.now(), wish, at);
  editor.apply(made.document, "add", { select: { nodes: made.nodes } });
  return made.nodes[0] ?? "";
}
