// What the designer is at: the document with its history, and what is selected. Nothing here draws.
import { useCallback, useMemo, useReducer, useRef } from "react";
import { edgeKey, type FlowDocument, notesOf } from "./document/document";
import { groupsOf } from "./document/groups";
import { begun, type Change, changed, type History, redone, undone } from "./document/history";

export interface Selection {
  nodes: readonly string[];
  /** By their keys, see `edgeKey`. */
  edges: readonly string[];
  notes: readonly string[];
  groups: readonly string[];
}

export const NOTHING: Selection = { nodes: [], edges: [], notes: [], groups: [] };

interface State {
  history: History;
  selection: Selection;
}

type Action =
  | {
      type: "change";
      next: FlowDocument;
      change: Change;
      select?: Partial<Selection> | undefined;
      now: number;
    }
  | { type: "select"; selection: Selection }
  | { type: "undo" | "redo" }
  | { type: "load"; document: FlowDocument };

export interface Options {
  /** Changes of the same group that follow each other fast are undone at once. */
  group?: string;
  select?: Partial<Selection>;
}

export interface Editor {
  document: FlowDocument;
  selection: Selection;
  /** What can be undone, and redone, in a word that the catalog has; undefined: nothing. */
  undoes: string | undefined;
  redoes: string | undefined;
  /** The document as it stands now, also inside of a function that was made before. */
  now: () => FlowDocument;
  chosen: () => Selection;
  apply: (next: FlowDocument, what: string, options?: Options) => void;
  select: (selection: Partial<Selection>) => void;
  undo: () => void;
  redo: () => void;
  /** Another document altogether; what was done before is forgotten. */
  load: (document: FlowDocument) => void;
}

export function useEditor(initial: FlowDocument): Editor {
  const [state, dispatch] = useReducer(next, initial, (document) => ({
    history: begun(document),
    selection: NOTHING,
  }));
  // What is asked for between a change and the next drawing sees the change all the same.
  const newest = useRef(state);
  const send = useCallback((action: Action) => {
    newest.current = next(newest.current, action);
    dispatch(action);
  }, []);
  const commands = useMemo(
    () => ({
      now: () => newest.current.history.present,
      chosen: () => newest.current.selection,
      apply: (document: FlowDocument, what: string, { group, select }: Options = {}) =>
        send({ type: "change", next: document, change: { what, group }, select, now: Date.now() }),
      select: (selection: Partial<Selection>) =>
        send({ type: "select", selection: { ...NOTHING, ...selection } }),
      undo: () => send({ type: "undo" }),
      redo: () => send({ type: "redo" }),
      load: (document: FlowDocument) => send({ type: "load", document }),
    }),
    [send],
  );
  const { history, selection } = state;
  return useMemo(
    () => ({
      document: history.present,
      selection,
      undoes: history.past.at(-1)?.what,
      redoes: history.future[0]?.what,
      ...commands,
    }),
    [history, selection, commands],
  );
}

function next(state: State, action: Action): State {
  switch (action.type) {
    case "change": {
      const history = changed(state.history, action.next, action.change, action.now);
      if (history === state.history && action.select === undefined) return state;
      return { history, selection: chosenAfter(state, history, action.select) };
    }
    case "select":
      return isSame(state.selection, action.selection) ? state : { ...state, selection: action.selection };
    case "undo":
    case "redo": {
      const history = action.type === "undo" ? undone(state.history) : redone(state.history);
      return history === state.history
        ? state
        : { history, selection: chosenAfter(state, history, undefined) };
    }
    case "load":
      return { history: begun(action.document), selection: NOTHING };
  }
}

/** What is selected after a change: what it says, else what was, as far as that is still there. */
function chosenAfter(
  { selection, history: before }: State,
  { present }: History,
  wish: Partial<Selection> | undefined,
): Selection {
  const wanted = wish === undefined ? selection : { ...NOTHING, ...wish };
  const nodes = new Set(present.nodes.map((node) => node.id));
  const notes = new Set(notesOf(present).map((note) => note.id));
  const groups = new Set(wanted.groups.length === 0 ? [] : groupsOf(present).map((group) => group.id));
  // Lines have no names of their own: with another number of them, a place is another line's.
  const keepsEdges = wish !== undefined || present.edges.length === before.present.edges.length;
  const edges = new Set(keepsEdges ? present.edges.map((_, index) => edgeKey(index)) : []);
  const kept = {
    nodes: wanted.nodes.filter((id) => nodes.has(id)),
    edges: wanted.edges.filter((key) => edges.has(key)),
    notes: wanted.notes.filter((id) => notes.has(id)),
    groups: wanted.groups.filter((id) => groups.has(id)),
  };
  return isSame(selection, kept) ? selection : kept;
}

function isSame(one: Selection, other: Selection): boolean {
  return (["nodes", "edges", "notes", "groups"] as const).every(
    (part) =>
      one[part].length === other[part].length && one[part].every((id, index) => id === other[part][index]),
  );
}
