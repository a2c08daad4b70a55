// A line through points, with round corners. Nothing here draws.
import type { Place } from "./geometry";

const RADIUS = 12;

/** The path, and the middle of it, where a label goes. */
export function lineThrough(points: readonly Place[]): [path: string, x: number, y: number] {
  const [first, ...others] = points;
  const last = others.at(-1);
  if (first === undefined || last === undefined) return ["", 0, 0];
  const parts = [`M ${at(first)}`];
  for (let index = 1; index < points.length - 1; index += 1) {
    const [before, corner, after] = [points[index - 1], points[index], points[index + 1]];
    if (!before || !corner || !after) continue;
    parts.push(`L ${at(towards(corner, before))} Q ${at(corner)} ${at(towards(corner, after))}`);
  }
  parts.push(`L ${at(last)}`);
  const middle = middleOf(points);
  return [parts.join(" "), middle.x, middle.y];
}

/** A little way from a corner to a neighbour, half of it at most. */
function towards(corner: Place, other: Place): Place {
  const length = distance(corner, other);
  const share = length === 0 ? 0 : Math.min(RADIUS, length / 2) / length;
  return { x: corner.x + (other.x - corner.x) * share, y: corner.y + (other.y - corner.y) * share };
}

function middleOf(points: readonly Place[]): Place {
  const pairs = points.slice(1).map((point, index) => [points[index] ?? point, point] as const);
  let left = pairs.reduce((sum, [one, other]) => sum + distance(one, other), 0) / 2;
  for (const [one, other] of pairs) {
    const length = distance(one, other);
    if (length >= left) {
      const share = length === 0 ? 0 : left / length;
      return { x: one.x + (other.x - one.x) * share, y: one.y + (other.y - one.y) * share };
    }
    left -= length;
  }
  return points.at(-1) ?? { x: 0, y: 0 };
}

function distance(one: Place, other: Place): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

function at({ x, y }: Place): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
