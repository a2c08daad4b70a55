// How lines may meet the types of nodes that the server knows; of the others, as this console was built with.
import type { NodeType } from "./api";
import { builtIn, type Kind, type KindOf } from "./document/kinds";

export function kindsOf(types: readonly NodeType[]): KindOf {
  const known = new Map(types.map((type) => [type.type, kindOf(type)]));
  return (type) => known.get(type) ?? builtIn(type);
}

function kindOf({ ports }: NodeType): Kind {
  const fails = ports.out.some((port) => port.on !== null);
  const onwards = ports.out.filter((port) => port.on === null);
  const takes = ports.in.max === null || ports.in.max > 0;
  if (onwards.length === 0) return { takes, gives: "nothing", fails };
  if (onwards.some((port) => port.takes_when)) return { takes, gives: "answers", fails };
  const isMany = onwards.some((port) => port.max === null || port.max > 1);
  return { takes, gives: isMany ? "many" : "one", fails };
}
