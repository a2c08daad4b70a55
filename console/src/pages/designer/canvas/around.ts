// Lines that go round the boxes in their way. Nothing here draws.
import { NODE_HEIGHT, NODE_WIDTH, type Place } from "~/graph/geometry";

const ASIDE = 26;
/** How far below its start, and above its end, a line turns. */
const TURN = 20;

/**
 * Where a line from below one box to the top of another bends; undefined: nothing is in its way. What leads back goes
 * round its own boxes, on the right.
 */
export function bendsAround(
  from: Place,
  to: Place,
  start: Place,
  places: Iterable<Place>,
): Place[] | undefined {
  const end = { x: to.x + NODE_WIDTH / 2, y: to.y };
  const isBack = end.y <= start.y + TURN;
  if (isBack) {
    const beside = [...places].filter((box) => box.y < start.y + TURN && box.y + NODE_HEIGHT > end.y - TURN);
    return through(start, end, freeLane(Math.max(from.x, to.x) + NODE_WIDTH + ASIDE, beside));
  }
  const between = [...places].filter(
    (box) => box !== from && box !== to && box.y + NODE_HEIGHT > start.y + 4 && box.y < end.y - 4,
  );
  const blocks = (x: number) => between.filter((box) => x > box.x - 8 && x < box.x + NODE_WIDTH + 8);
  const crossed = between.filter((box) => isCrossed(box, start, end));
  if (crossed.length === 0) return undefined;
  const left = Math.min(...crossed.map((box) => box.x)) - ASIDE;
  const right = Math.max(...crossed.map((box) => box.x + NODE_WIDTH)) + ASIDE;
  const lanes = [start.x, end.x, left, right].filter((x) => blocks(x).length === 0);
  const detour = (x: number) => Math.abs(x - start.x) + Math.abs(x - end.x);
  const lane = lanes.sort((one, other) => detour(one) - detour(other))[0];
  return through(start, end, lane ?? right);
}

/**
 * Where a line from the right side of one box to the top of another bends; undefined: nothing is in its way. It goes beside
 * what is between them.
 */
export function bendsBeside(
  from: Place,
  to: Place,
  start: Place,
  places: Iterable<Place>,
): Place[] | undefined {
  const end = { x: to.x + NODE_WIDTH / 2, y: to.y - TURN };
  const [top, bottom] = [Math.min(start.y, end.y), Math.max(start.y, end.y)];
  const between = [...places].filter(
    (box) => box !== from && box.y + NODE_HEIGHT > top - 4 && box.y < bottom + 4,
  );
  const [left, right] = [Math.min(start.x, end.x), Math.max(start.x, end.x)];
  const isFree = !between.some((box) => box !== to && box.x < right + 8 && box.x + NODE_WIDTH > left + 8);
  if (isFree && end.y > start.y) return undefined;
  const lane = freeLane(start.x + ASIDE, between);
  return [{ x: lane, y: start.y }, { x: lane, y: end.y }, end];
}

/** The nearest place on the right of this one where an upright line crosses none of the boxes. */
function freeLane(lane: number, boxes: readonly Place[]): number {
  let free = lane;
  for (const { x } of [...boxes].sort((one, other) => one.x - other.x))
    if (free > x - 8 && free < x + NODE_WIDTH + 8) free = x + NODE_WIDTH + ASIDE;
  return free;
}

function through(start: Place, end: Place, lane: number): Place[] {
  return [
    { x: start.x, y: start.y + TURN },
    { x: lane, y: start.y + TURN },
    { x: lane, y: end.y - TURN },
    { x: end.x, y: end.y - TURN },
  ];
}

/** Whether the curve from start to end passes over the box: looked at in a few of its points. */
function isCrossed(box: Place, start: Place, end: Place): boolean {
  const [top, bottom] = [Math.max(box.y, start.y), Math.min(box.y + NODE_HEIGHT, end.y)];
  return [top, (top + bottom) / 2, bottom].some((y) => {
    const share = (y - start.y) / (end.y - start.y);
    // A curve that leaves and arrives upright: it has gone half of the way across in the middle.
    const across = share * share * (3 - 2 * share);
    const x = start.x + (end.x - start.x) * across;
    return x > box.x - 6 && x < box.x + NODE_WIDTH + 6;
  });
}
