// What is selected stands in the address, so that a link reproduces the view.
import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";

/** How one parameter is read from text; undefined: not given, or not readable. */
export type Reader<Value> = (text: string) => Value | undefined;

export const asText: Reader<string> = (text) => text || undefined;
export const asNumber: Reader<number> = (text) => (/^\d{1,15}$/.test(text) ? Number(text) : undefined);
export const asFlag: Reader<true> = (text) => (text === "1" ? true : undefined);

export function oneOf<const Word extends string>(...words: Word[]): Reader<Word> {
  return (text) => words.find((word) => word === text);
}

type Readers = Record<string, Reader<unknown>>;
export type Search<Known extends Readers> = {
  [Name in keyof Known]?: Exclude<ReturnType<Known[Name]>, undefined>;
};

/** The parameters that a page knows, each of its type; what does not fit is left out. */
export function readSearch<Known extends Readers>(known: Known, params: URLSearchParams): Search<Known> {
  const found: Record<string, unknown> = {};
  for (const [name, read] of Object.entries(known)) {
    const text = params.get(name);
    const value = text === null ? undefined : read(text);
    if (value !== undefined) found[name] = value;
  }
  return found as Search<Known>;
}

/** The address's parameters after a change; undefined takes one away, and what others wrote there stays. */
export function changedSearch(params: URLSearchParams, changes: Record<string, unknown>): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === null || value === "" || value === false) next.delete(name);
    else next.set(name, value === true ? "1" : String(value));
  }
  return next;
}

export interface SetOptions {
  /** True for what is typed or follows by itself: going back passes over it. */
  replace?: boolean;
}

/** A page's selection: its parameters, and a function that changes some of them. `known` must be a constant. */
export function useSearch<Known extends Readers>(known: Known) {
  const [params, setParams] = useSearchParams();
  const search = useMemo(() => readSearch(known, params), [known, params]);
  const set = useCallback(
    (changes: { [Name in keyof Known]?: Search<Known>[Name] | undefined }, options: SetOptions = {}) =>
      setParams((now) => changedSearch(now, changes), {
        replace: options.replace ?? false,
        preventScrollReset: true,
      }),
    [setParams],
  );
  return [search, set] as const;
}
