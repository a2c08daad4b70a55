import { Text } from "@mantine/core";
import { useElementSize, useFocusTrap } from "@mantine/hooks";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { Waiting } from "~/components/Waiting";
import { DrawingBar } from "./DrawingBar";
import { type Places, places } from "./places";
import { showAll } from "./showAll";
import { type Shown, useDrawing } from "./useDrawing";
import { serviceOf, standsIn } from "./viewer";

export interface DrawingProps {
  xml: string;
  /** The least and the most that it may be high. */
  heights: readonly [least: number, most: number];
  selected?: string | undefined;
  /** An element that a token can stand at was chosen; undefined: none. */
  onSelect?: (id: string | undefined) => void;
  /** Classes for elements and lines, by their ids. */
  marks?: ReadonlyMap<string, string>;
  /** What is shown on elements, by their ids. */
  badges?: ReadonlyMap<string, ReactNode>;
  /** What readers who do not see the drawing are told of an element. */
  told: (element: { id: string; name: string | undefined; type: string }) => string;
  onTrouble: (why: string) => void;
}

const NO_MARKS: ReadonlyMap<string, string> = new Map();
const NO_BADGES: ReadonlyMap<string, ReactNode> = new Map();
const MARGIN = 48;

/** The drawing of a BPMN file, to be read: elements can be chosen, nothing can be changed. */
export function Drawing(props: DrawingProps) {
  const { xml, heights, selected, onSelect, marks = NO_MARKS, badges = NO_BADGES, told, onTrouble } = props;
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const [diagram, setDiagram] = useState<string>();
  const [isFull, setFull] = useState(false);
  const { ref: frame, width, height: seen } = useElementSize();
  const trap = useFocusTrap(isFull);
  const shown = useDrawing(place, xml, diagram, onTrouble);
  const height = useFitted(shown, width, seen, heights);
  useMarks(shown, marks);
  useSelection(shown, selected, onSelect);
  useNames(shown, told, selected, onSelect !== undefined);
  useEffect(() => {
    if (!isFull) return;
    const leave = (event: globalThis.KeyboardEvent) => event.key === "Escape" && setFull(false);
    window.addEventListener("keydown", leave);
    return () => window.removeEventListener("keydown", leave);
  }, [isFull]);
  const onKey = (event: KeyboardEvent) => {
    const id = (event.target as Element).getAttribute("data-element-id");
    if (id === null || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    onSelect?.(id === selected ? undefined : id);
  };
  return (
    <div
      ref={trap}
      className="ren-graph-frame ren-bpmn-frame"
      data-full={isFull || undefined}
      {...(isFull && { role: "dialog", "aria-modal": true, "aria-label": t("flows.graph") })}
    >
      <DrawingBar shown={shown} onDiagram={setDiagram} isFull={isFull} onFull={setFull} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what is focused are the elements in it */}
      <div
        ref={frame}
        className="ren-graph ren-bpmn"
        style={isFull ? undefined : { height }}
        onKeyDown={onKey}
      >
        <div ref={place} className="ren-bpmn-place" data-shown={shown !== undefined || undefined} />
        {shown === undefined && <Waiting />}
        {shown && <Badges shown={shown} badges={badges} />}
      </div>
      <Undrawn shown={shown} badges={badges} />
    </div>
  );
}

/** As high as the drawing needs it, within limits; all of it in sight. */
function useFitted(
  shown: Shown | undefined,
  width: number,
  seen: number,
  [least, most]: readonly [number, number],
): number {
  const [height, setHeight] = useState(least);
  useEffect(() => {
    if (shown === undefined || width === 0) return;
    const { inner } = serviceOf(shown.viewer, "canvas").viewbox();
    const zoom = Math.min(1, (width - MARGIN) / Math.max(1, inner.width));
    setHeight(Math.round(Math.min(most, Math.max(least, inner.height * zoom + 2 * MARGIN))));
  }, [shown, width, least, most]);
  useEffect(() => {
    if (shown !== undefined && width > 0 && seen > 0) showAll(serviceOf(shown.viewer, "canvas"));
  }, [shown, width, seen]);
  return height;
}

function useMarks(shown: Shown | undefined, marks: ReadonlyMap<string, string>): void {
  useEffect(() => {
    if (shown === undefined) return;
    const canvas = serviceOf(shown.viewer, "canvas");
    const registry = serviceOf(shown.viewer, "elementRegistry");
    const marked = [...marks].filter(([id]) => registry.get(id) !== undefined);
    for (const [id, mark] of marked) canvas.addMarker(id, mark);
    return () => {
      for (const [id, mark] of marked) if (registry.get(id) !== undefined) canvas.removeMarker(id, mark);
    };
  }, [shown, marks]);
}

interface Clicked {
  element: { id: string; labelTarget?: { id: string } | null };
}

function useSelection(
  shown: Shown | undefined,
  selected: string | undefined,
  onSelect: DrawingProps["onSelect"],
): void {
  useEffect(() => {
    if (shown === undefined || onSelect === undefined) return;
    const bus = serviceOf(shown.viewer, "eventBus");
    const stands = new Set(standsIn(shown.viewer).map((each) => each.id));
    const heard = ({ element }: Clicked) => {
      const id = element.labelTarget?.id ?? element.id;
      onSelect(stands.has(id) ? id : undefined);
    };
    bus.on("element.click", heard);
    return () => bus.off("element.click", heard);
  }, [shown, onSelect]);
  useEffect(() => {
    if (shown === undefined || selected === undefined) return;
    const canvas = serviceOf(shown.viewer, "canvas");
    if (serviceOf(shown.viewer, "elementRegistry").get(selected) === undefined) return;
    canvas.addMarker(selected, "ren-chosen");
    return () => canvas.removeMarker(selected, "ren-chosen");
  }, [shown, selected]);
}

/** Every element that can be chosen is a button, for the keyboard and for readers of the screen. */
function useNames(
  shown: Shown | undefined,
  told: DrawingProps["told"],
  selected: string | undefined,
  canChoose: boolean,
): void {
  const { t } = useTranslation();
  useEffect(() => {
    if (shown === undefined) return;
    const svg = serviceOf(shown.viewer, "canvas").getContainer().querySelector("svg");
    svg?.setAttribute("role", "group");
    svg?.setAttribute("aria-label", t("flows.graph"));
    const registry = serviceOf(shown.viewer, "elementRegistry");
    for (const { id, type, businessObject } of standsIn(shown.viewer)) {
      const drawn = registry.getGraphics(id);
      if (drawn === undefined) continue;
      const name = told({ id, type, name: businessObject?.name });
      if (drawn.getAttribute("aria-label") !== name) drawn.setAttribute("aria-label", name);
      if (!drawn.hasAttribute("role")) letBeRead(drawn, canChoose);
    }
  }, [shown, told, canChoose, t]);
  useEffect(() => {
    if (shown === undefined || selected === undefined || !canChoose) return;
    const drawn = serviceOf(shown.viewer, "elementRegistry").getGraphics(selected);
    if (!drawn?.hasAttribute("aria-pressed")) return;
    drawn.setAttribute("aria-pressed", "true");
    return () => drawn.setAttribute("aria-pressed", "false");
  }, [shown, selected, canChoose]);
}

function letBeRead(drawn: SVGElement, canChoose: boolean): void {
  drawn.setAttribute("role", canChoose ? "button" : "img");
  if (!canChoose) return;
  drawn.setAttribute("tabindex", "0");
  drawn.setAttribute("aria-pressed", "false");
}

/**
 * What is shown on the elements: React draws it, in places that bpmn-js moves with the drawing. Of thousands only those in
 * sight are there.
 */
function Badges({ shown, badges }: { shown: Shown; badges: ReadonlyMap<string, ReactNode> }) {
  const [held, setHeld] = useState<Places>();
  const [seen, setSeen] = useState<readonly string[]>([]);
  useEffect(() => {
    const made = places(shown.viewer);
    setHeld(made);
    return made.leave;
  }, [shown]);
  useEffect(() => {
    if (held === undefined) return;
    const look = () => {
      const now = held.inSight(badges.keys());
      setSeen((before) => (before.join("\n") === now.join("\n") ? before : now));
    };
    look();
    return held.onMoved(look);
  }, [held, badges]);
  if (held === undefined) return null;
  return seen.map((id) => {
    const place = held.of(id);
    return place === undefined ? null : createPortal(badges.get(id), place, id);
  });
}

/** A file may leave elements out of its drawing: what there is to tell of them is told in words. */
function Undrawn({ shown, badges }: { shown: Shown | undefined; badges: ReadonlyMap<string, ReactNode> }) {
  const { t } = useTranslation();
  if (shown === undefined) return null;
  const registry = serviceOf(shown.viewer, "elementRegistry");
  const ids = [...badges.keys()].filter((id) => registry.get(id) === undefined);
  if (ids.length === 0) return null;
  return (
    <Text size="sm" c="dimmed" className="ren-break">
      {t("bpmn.undrawn", { count: ids.length, ids: ids.slice(0, 10).join(", ") })}
    </Text>
  );
}
