import { useLayoutEffect, useRef, useState } from "react";

/**
 * The same commands whenever something is drawn anew, each doing what its newest version does: who is given them is not
 * drawn anew because of them. They are always the same ones, and none is called while something is drawn.
 */
export function useSteady<Given extends object>(commands: Given): Given {
  const newest = useRef(commands);
  useLayoutEffect(() => {
    newest.current = commands;
  });
  const [steady] = useState(() => {
    const call =
      (name: string) =>
      (...given: unknown[]) =>
        (newest.current as Record<string, (...given: unknown[]) => unknown>)[name]?.(...given);
    return Object.fromEntries(Object.keys(commands).map((name) => [name, call(name)])) as Given;
  });
  return steady;
}
