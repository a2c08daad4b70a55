// A tall graph cut into columns that stand beside each other, as a newspaper's. Nothing here draws.
import type { FlowEdge } from "~/api/types";
import { extentOf, type Layout, NODE_HEIGHT, NODE_WIDTH, type Place, type Size } from "./geometry";

/** Between columns: lines from one to the next go there. */
const GUTTER = 72;
const MARGIN = 40;
const MOST_COLUMNS = 40;

interface Column {
  ids: string[];
  top: number;
  left: number;
  width: number;
  height: number;
}

/** The layout in as many columns as show it largest in a room of this size. */
export function wrapped(tall: Layout, edges: readonly FlowEdge[], room: Size): Layout {
  const rows = rowsOf(tall.places);
  let best = { zoom: 0, columns: [] as Column[] };
  for (let count = 1; count <= Math.min(MOST_COLUMNS, rows.length); count += 1) {
    const columns = columnsOf(rows, tall.places, count);
    const width = sum(columns.map((each) => each.width)) + GUTTER * (columns.length - 1) + MARGIN;
    const height = Math.max(...columns.map((each) => each.height)) + MARGIN;
    const zoom = Math.min(room.width / width, room.height / height);
    if (zoom > best.zoom * 1.02) best = { zoom, columns };
  }
  return placed(tall, edges, best.columns);
}

/** Nodes of one height, from the top down. */
function rowsOf(places: ReadonlyMap<string, Place>): string[][] {
  const rows = new Map<number, string[]>();
  for (const [id, { y }] of places) rows.set(y, [...(rows.get(y) ?? []), id]);
  return [...rows].sort(([one], [other]) => one - other).map(([, ids]) => ids);
}

function columnsOf(rows: string[][], places: ReadonlyMap<string, Place>, count: number): Column[] {
  const most = Math.ceil(rows.length / count);
  const columns: Column[] = [];
  for (let at = 0; at < rows.length; at += most) {
    const ids = rows.slice(at, at + most).flat();
    const { x, y, width, height } = extentOf(ids.map((id) => places.get(id) ?? { x: 0, y: 0 }));
    columns.push({ ids, top: y, left: x, width, height });
  }
  return columns;
}

function placed(tall: Layout, edges: readonly FlowEdge[], columns: readonly Column[]): Layout {
  const places = new Map<string, Place>();
  const columnOf = new Map<string, number>();
  const starts: number[] = [];
  let left = 0;
  columns.forEach((column, number) => {
    starts.push(left);
    for (const id of column.ids) {
      const { x, y } = tall.places.get(id) ?? { x: 0, y: 0 };
      places.set(id, { x: x - column.left + left, y: y - column.top });
      columnOf.set(id, number);
    }
    left += column.width + GUTTER;
  });
  const bends = new Map<number, Place[]>();
  edges.forEach(({ source, target }, index) => {
    const [from, to] = [columnOf.get(source) ?? 0, columnOf.get(target) ?? 0];
    const column = columns[from];
    if (from === to) {
      const kept = tall.bends.get(index);
      if (kept === undefined || column === undefined) return;
      const shift = { x: (starts[from] ?? 0) - column.left, y: -column.top };
      bends.set(
        index,
        kept.map((point) => ({ x: point.x + shift.x, y: point.y + shift.y })),
      );
    } else {
      const ends = [places.get(source), places.get(target)];
      if (ends[0] && ends[1]) bends.set(index, around(ends[0], ends[1], starts, from, to, columns));
    }
  });
  const ends = starts.map((start, number) => start + (columns[number]?.width ?? 0));
  return { shape: "wrapped", places, columns: ends, bends };
}

/** From below a node through the gutter before the other's column, and into that from above. */
function around(
  source: Place,
  target: Place,
  starts: readonly number[],
  from: number,
  to: number,
  columns: readonly Column[],
): Place[] {
  const below = source.y + NODE_HEIGHT + 14;
  const above = target.y - 14;
  const out =
    (starts[from] ?? 0) + (to > from ? (columns[from]?.width ?? 0) + GUTTER * 0.35 : -GUTTER * 0.35);
  const into = (starts[to] ?? 0) + (to > from ? -GUTTER * 0.65 : (columns[to]?.width ?? 0) + GUTTER * 0.65);
  const isNext = Math.abs(to - from) === 1;
  const lane = isNext ? out : into;
  const start = { x: source.x + NODE_WIDTH / 2, y: below };
  const end = { x: target.x + NODE_WIDTH / 2, y: above };
  if (isNext) return [start, { x: lane, y: below }, { x: lane, y: above }, end];
  // Over the columns between: along the top, where nothing stands.
  const top = -26;
  return [start, { x: out, y: below }, { x: out, y: top }, { x: into, y: top }, { x: into, y: above }, end];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}
