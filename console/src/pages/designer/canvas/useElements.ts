import type { Edge, Node, NodeChange } from "@xyflow/react";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { nodeName } from "~/names/words";
import type { FlowProblem } from "../api";
import type { FlowGroup, FlowNode, Place } from "../document/document";
import type { KindOf } from "../document/kinds";
import { changeNote } from "../document/notes";
import { moved, placesOf } from "../document/places";
import type { Editor } from "../editor";
import { boxesOf, Keeper, linesOf, noteBoxesOf, noteOf, sized } from "./elements";
import { following, frameBoxesOf, ofMembers } from "./frameBoxes";
import { useLineWords } from "./useLineWords";

export interface Found {
  ids: readonly string[];
  at: number;
}

interface Given {
  editor: Editor;
  kindOf: KindOf;
  problems: readonly FlowProblem[];
  found: Found;
}

/** Where things are while they are dragged, or how large while they are drawn larger: not in the document yet. */
type Under = ReadonlyMap<string, Partial<Place> & { width?: number; height?: number }>;
const STILL: Under = new Map();

/** The elements of the canvas, and what becomes of what is done to them. */
export function useElements({ editor, kindOf, problems, found }: Given) {
  const { t, i18n } = useTranslation();
  const { document, selection } = editor;
  const [under, setUnder] = useState(STILL);
  const [keepers] = useState(() => ({
    boxes: new Keeper<Node>(),
    notes: new Keeper<Node>(),
    frames: new Keeper<Node>(),
    lines: new Keeper<Edge>(),
  }));
  const given = useMemo(
    () => ({
      document,
      selection,
      kindOf,
      problems,
      names: (node: FlowNode) => nodeName(node, i18n.language),
      found: new Set(found.ids),
      foundHere: found.ids[found.at],
    }),
    [document, selection, kindOf, problems, found, i18n.language],
  );
  const words = useLineWords();
  const frameWords = useCallback(
    ({ title, nodes }: FlowGroup) =>
      t("designer.group.named", { title: title || t("designer.group.untitled"), count: nodes.length }),
    [t],
  );
  const still = useMemo(
    () => [
      ...frameBoxesOf(given, frameWords, keepers.frames),
      ...noteBoxesOf(given, t("designer.note"), keepers.notes),
      ...boxesOf(given, keepers.boxes),
    ],
    [given, keepers, t, frameWords],
  );
  const edges = useMemo(() => linesOf(given, words, keepers.lines), [given, words, keepers]);
  const nodes = useMemo(
    () => (under.size === 0 ? still : underWay(still, document, under)),
    [still, document, under],
  );

  const newest = useRef(under);
  const { now, apply } = editor;
  const onNodesChange = useCallback(
    (changes: NodeChange[]) => {
      const { next, put } = afterChanges(newest.current, ofMembers(now(), changes));
      if (put.size > 0) apply(placed(now(), put), "move", { group: "arrows" });
      if (next.size === 0 && newest.current.size === 0) return;
      newest.current = next;
      setUnder(next);
    },
    [apply, now],
  );
  /** What was dragged stands where it was dropped. */
  const drop = useCallback(() => {
    const places = newest.current;
    newest.current = STILL;
    setUnder(STILL);
    if (places.size > 0) apply(placed(now(), places), "move");
  }, [apply, now]);
  const forget = useCallback(() => {
    newest.current = STILL;
    setUnder(STILL);
  }, []);

  return { nodes, edges, onNodesChange, drop, forget };
}

/** What is on its way after these changes; and what was moved by a key, which is there at once. */
function afterChanges(under: Under, changes: readonly NodeChange[]) {
  const next = new Map(under);
  const put = new Map<string, Place>();
  for (const change of changes) {
    if (change.type === "dimensions" && change.resizing === true && change.dimensions) {
      next.set(change.id, { ...next.get(change.id), ...change.dimensions });
    } else if (change.type === "position" && change.position !== undefined) {
      const isUnderWay = change.dragging === true || next.has(change.id);
      if (isUnderWay) next.set(change.id, { ...next.get(change.id), ...change.position });
      else put.set(change.id, change.position);
    }
  }
  return { next, put };
}

function underWay(still: readonly Node[], document: Editor["document"], under: Under): Node[] {
  const places = placesOf(document);
  return still.map((node) =>
    node.type === "frame" || node.type === "folded" ? following(node, under, places) : drawn(node, under),
  );
}

function drawn(node: Node, under: Under): Node {
  const at = under.get(node.id);
  if (at === undefined) return node;
  const { x = node.position.x, y = node.position.y, width = node.width, height = node.height } = at;
  return { ...node, position: { x, y }, ...(width && height && sized(width, height)) };
}

function placed(document: Editor["document"], under: Under): Editor["document"] {
  const places = new Map(
    [...under].flatMap(([key, { x, y }]) => (x === undefined || y === undefined ? [] : [[key, { x, y }]])),
  );
  let next = moved(document, places);
  for (const [key, { x, y }] of places) {
    const id = noteOf(key);
    if (id === undefined) continue;
    next = changeNote(next, id, (note) => ({ ...note, position: { x: Math.round(x), y: Math.round(y) } }));
  }
  return next;
}
