import type { Edge, Node, NodeChange } from "@xyflow/react";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { nodeName } from "~/names/words";
import type { FlowProblem } from "../api";
import type { FlowNode, Place } from "../document/document";
import type { KindOf } from "../document/kinds";
import { moved } from "../document/places";
import { changeNote } from "../document/notes";
import type { Editor } from "../editor";
import { boxesOf, Keeper, linesOf, noteBoxesOf, noteOf } from "./elements";

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
type Under = ReadonlyMap<string, Place & { width?: number; height?: number }>;
const STILL: Under = new Map();

/** The elements of the canvas, and what becomes of what is done to them. */
export function useElements({ editor, kindOf, problems, found }: Given) {
  const { t, i18n } = useTranslation();
  const { document, selection } = editor;
  const [under, setUnder] = useState(STILL);
  const [keepers] = useState(() => ({ boxes: new Keeper<Node>(), notes: new Keeper<Node>(), lines: new Keeper<Edge>() }));
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
  const words = useMemo(
    () => ({
      true: t("graph.true"),
      false: t("graph.false"),
      error: t("graph.onError"),
      timeout: t("graph.onTimeout"),
    }),
    [t],
  );
  const still = useMemo(
    () => [...noteBoxesOf(given, t("designer.note"), keepers.notes), ...boxesOf(given, keepers.boxes)],
    [given, keepers, t],
  );
  const edges = useMemo(() => linesOf(given, words, keepers.lines), [given, words, keepers]);
  const nodes = useMemo(() => (under.size === 0 ? still : still.map((node) => drawn(node, under))), [still, under]);

  const newest = useRef(under);
  const { now, apply } = editor;
  const onNodesChange = useCallback(
    (changes: NodeChange[]) => {
      const next = new Map(newest.current);
      const put = new Map<string, Place>();
      for (const change of changes) {
        if (change.type === "dimensions" && change.resizing === true && change.dimensions) {
          next.set(change.id, { ...(next.get(change.id) ?? placeOf(change.id)), ...change.dimensions });
        }
        if (change.type !== "position" || change.position === undefined) continue;
        const { position } = change;
        if (change.dragging === true || next.has(change.id)) next.set(change.id, { ...next.get(change.id), ...position });
        else put.set(change.id, position);
      }
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

  function placeOf(id: string): Place {
    return still.find((node) => node.id === id)?.position ?? { x: 0, y: 0 };
  }
  return { nodes, edges, onNodesChange, drop, forget };
}

function drawn(node: Node, under: Under): Node {
  const at = under.get(node.id);
  if (at === undefined) return node;
  const { x, y, width = node.width, height = node.height } = at;
  return { ...node, position: { x, y }, ...(width && { width }), ...(height && { height }) };
}

function placed(document: Editor["document"], places: ReadonlyMap<string, Place>): Editor["document"] {
  let next = moved(document, places);
  for (const [key, { x, y }] of places) {
    const id = noteOf(key);
    if (id === undefined) continue;
    next = changeNote(next, id, (note) => ({ ...note, position: { x: Math.round(x), y: Math.round(y) } }));
  }
  return next;
}
