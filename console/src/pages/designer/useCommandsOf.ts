// The designer's commands, each told to those who do not see the canvas.
import { useReactFlow } from "@xyflow/react";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { nodeName } from "~/names/words";
import type { NodeType } from "./api";
import type { CanvasCommands } from "./canvas/Canvas";
import type { DesignerCommands } from "./context";
import { didWords } from "./didWords";
import { nodeOf, type Place } from "./document/document";
import { changeGroup, groupKey } from "./document/groups";
import type { KindOf, Port, Refusal } from "./document/kinds";
import type { NodeWish } from "./document/nodes";
import { changeNote } from "./document/notes";
import type { Editor, Selection } from "./editor";
import { addAlone, type Operations } from "./operations";
import type { PaletteGroup } from "./palette/items";
import { useAsking } from "./useAsking";
import type { KeyCommands } from "./useKeys";
import { neighbour, type useView } from "./useView";

/** Where a new node goes, as far as somebody said so. */
interface Where {
  after?: string;
  port?: Port;
  place?: Place;
  edge?: string;
}

interface Given {
  editor: Editor;
  operations: Operations;
  kindOf: KindOf;
  groups: readonly PaletteGroup[];
  types: readonly NodeType[];
  view: ReturnType<typeof useView>;
}

export function useCommandsOf({ editor, operations, kindOf, groups, types, view }: Given) {
  const { t, i18n } = useTranslation();
  const { screenToFlowPosition } = useReactFlow();
  const [told, setTold] = useState("");
  /** The same words twice are told twice. */
  const tell = useCallback(
    (words: string) => setTold((before) => (before === words ? `${words}\u00a0` : words)),
    [],
  );
  const nameOf = (id: string) => {
    const node = nodeOf(editor.now(), id);
    return node ? nodeName(node, i18n.language) : id;
  };
  const refusedWords = ({ reason, by }: { reason: Refusal; by?: string }) =>
    t(`designer.refused.${reason}`, { node: by && nameOf(by) });

  const came = (id: string) => {
    view.focus(id);
    tell(t("designer.told.added", { node: nameOf(id) }));
  };
  const add = (wish: NodeWish, asked: Where = {}) => {
    if (asked.edge !== undefined) {
      const id = operations.insert(asked.edge, wish);
      if (id === undefined) tell(t("designer.told.notInLine"));
      else came(id);
      return;
    }
    if (asked.place !== undefined && asked.after === undefined) {
      came(addAlone(editor, wish, asked.place));
      return;
    }
    came(
      operations.add(wish, {
        at: asked.place ?? (only() === undefined ? view.middle() : undefined),
        port: asked.port,
        after: asked.after ?? only(),
      }),
    );
  };
  const only = () => {
    const { nodes } = editor.chosen();
    return nodes.length === 1 ? nodes[0] : undefined;
  };
  const connect: CanvasCommands["connect"] = (wish) => {
    const why = operations.connect(wish);
    const ends = { source: nameOf(wish.source), target: nameOf(wish.target) };
    tell(why ? refusedWords(why) : t("designer.told.connected", ends));
  };
  const asking = useAsking(editor, groups, kindOf, {
    add,
    connect: (source, port, target) => {
      connect({ source, port, target });
      view.focus(source);
    },
  });
  const removeThese = (selection: Partial<Selection>) => {
    editor.select(selection);
    tell(t("designer.told.removed", { count: operations.remove() }));
  };
  const flowPlace = (at: Place): Place => {
    const { x, y } = screenToFlowPosition(at);
    return { x: x - 95, y };
  };

  const keys: Omit<KeyCommands, "search" | "save" | "list" | "problem"> = {
    add: () => {
      const node = only();
      asking.askToAdd(view.beside(node === undefined ? ".none" : `[data-id="${CSS.escape(node)}"]`));
    },
    insert: () => {
      const [edge] = editor.chosen().edges;
      if (edge !== undefined)
        asking.askToAdd(view.beside(`.react-flow__edge[data-id="${CSS.escape(edge)}"]`), { edge });
      else tell(t("designer.told.noLine"));
    },
    connect: () => {
      const node = only();
      if (node !== undefined) asking.askToConnect(node, view.beside(`[data-id="${CSS.escape(node)}"]`));
      else tell(t("designer.told.noNode"));
    },
    note: () => {
      const { x, y } = view.middle();
      operations.note({ x: x + 240, y });
      tell(t("designer.told.noted"));
    },
    remove: () => {
      const { nodes, edges, notes, groups } = editor.chosen();
      if (nodes.length + edges.length + notes.length + groups.length === 0) return;
      tell(t("designer.told.removed", { count: operations.remove() }));
      view.frame.current?.querySelector<HTMLElement>(".react-flow")?.focus();
    },
    takeOut: () => {
      tell(t("designer.told.removed", { count: editor.chosen().nodes.length }));
      operations.takeOut();
    },
    inspect: () => {
      const field = window.document.querySelector<HTMLElement>(
        ".ren-inspector :is(input, textarea, select, button, [tabindex='0'])",
      );
      const { nodes, edges, notes, groups } = editor.chosen();
      if (groups.length === 1 && nodes.length + edges.length + notes.length === 0) {
        const title = view.frame.current?.querySelector(`[data-edit-group="${CSS.escape(groups[0] ?? "")}"]`);
        title?.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
        return title !== null && title !== undefined;
      }
      if (notes.length === 1 && nodes.length + edges.length === 0) {
        const note = view.frame.current?.querySelector<HTMLElement>(
          `[data-edit-note="${CSS.escape(notes[0] ?? "")}"] textarea`,
        );
        note?.focus();
        return note !== null && note !== undefined;
      }
      // The first Enter selects; what is selected is then looked at.
      if (nodes.length + edges.length === 0 || field === null) return false;
      field.focus();
      return true;
    },
    leave: () => editor.select({}),
    undo: () => {
      if (editor.undoes === undefined) return;
      tell(
        t("designer.told.undone", {
          what: didWords(t, editor.undoes),
        }),
      );
      editor.undo();
    },
    redo: () => {
      if (editor.redoes === undefined) return;
      tell(
        t("designer.told.redone", {
          what: didWords(t, editor.redoes),
        }),
      );
      editor.redo();
    },
    all: operations.all,
    duplicate: () => {
      const made = operations.duplicate();
      if (made) tell(t("designer.told.pasted", { count: made.nodes.length + made.notes.length }));
    },
    group: () => {
      const id = operations.group();
      tell(t(id === undefined ? "designer.told.noNode" : "designer.told.grouped"));
      if (id !== undefined) view.focusKey(groupKey(id));
    },
    ungroup: () => tell(t(operations.ungroup() ? "designer.told.ungrouped" : "designer.told.noGroup")),
    tidy: () => {
      operations.tidy();
      tell(t("designer.did.tidy"));
    },
    fit: view.fit,
    follow: (by) => {
      const from = only();
      const next = from === undefined ? editor.now().nodes[0]?.id : neighbour(editor.now(), from, by);
      if (next === undefined) return;
      editor.select({ nodes: [next] });
      view.focus(next);
    },
    copy: operations.copy,
    cut: operations.cut,
    paste: (text) => {
      const made = operations.paste(text, view.middle());
      if ("problem" in made) tell(t(`designer.paste.${made.problem}`, { count: made.count ?? 0 }));
      else {
        const words = t("designer.told.pasted", { count: made.nodes.length + made.notes.length });
        tell(made.leftOut > 0 ? `${words} ${t("designer.told.startLeft")}` : words);
        const [first] = made.nodes;
        if (first !== undefined) view.focus(first);
      }
    },
  };

  const canvas: CanvasCommands = {
    connect,
    splice: (edge, node) => {
      if (operations.splice(edge, node)) tell(t("designer.told.added", { node: nameOf(node) }));
    },
    drop: (wish, at, edge) => add(wish, { place: at, ...(edge !== undefined && { edge }) }),
    ask: ({ node, port }, at) => asking.askToAdd(at, { after: node, port, place: flowPlace(at) }),
    askAt: (at) => asking.askToAdd(at, { place: flowPlace(at) }),
  };

  const byType = useMemo(() => new Map(types.map((type) => [type.type, type])), [types]);
  const { askToAdd } = asking;
  const { now, apply } = editor;
  const context = useMemo<DesignerCommands>(
    () => ({
      addFrom: (node, port, at) => askToAdd(at, { after: node, port }),
      addInto: (edge, at) => askToAdd(at, { edge }),
      changeNote: (id, text) =>
        apply(
          changeNote(now(), id, (note) => (note.text === text ? note : { ...note, text })),
          "note",
        ),
      resizeNote: (id, { x, y, width, height }) =>
        apply(
          changeNote(now(), id, (note) => ({
            ...note,
            position: { x: Math.round(x), y: Math.round(y) },
            width: Math.round(width),
            height: Math.round(height),
          })),
          "note",
        ),
      collapseGroup: operations.collapse,
      renameGroup: (id, title) =>
        apply(
          changeGroup(now(), id, (group) => (group.title === title ? group : { ...group, title })),
          "group",
        ),
      typeOf: (type) => byType.get(type),
      announce: tell,
    }),
    [askToAdd, apply, now, byType, tell, operations.collapse],
  );
  return { keys, canvas, context, asking, add, removeThese, told, tell };
}
