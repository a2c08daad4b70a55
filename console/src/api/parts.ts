// The parts of the console that are loaded when they are first needed: the server may be away then, or a newer one by now.
import { type ComponentType, createElement, lazy, useState } from "react";

const PAUSE_MS = 1_000;
/** A page that is never idle loads ahead after that time all the same. */
const IDLE_MS = 5_000;
/** Which part the page was last reloaded for: one that is missing then, too, is missing. */
const RELOADED_FOR = "ren.reloadedFor";

/** The parts that are here, by what loads them. */
const here = new Map<unknown, unknown>();

/**
 * A component of such a part, for <Suspense>. One that is here is drawn at once: what was suspended, even for a moment,
 * React shows no sooner than 300 ms after.
 */
export function lazyPart<Name extends string, Props extends object>(
  load: () => Promise<Record<Name, ComponentType<Props>>>,
  name: Name,
): ComponentType<Props> {
  const Lazy = lazy(async () => ({ default: (await part(load))[name] })) as unknown as ComponentType<Props>;
  return function Part(props: Props) {
    const [Drawn] = useState<ComponentType<Props>>(() => {
      const loaded = here.get(load) as Record<Name, ComponentType<Props>> | undefined;
      return loaded?.[name] ?? Lazy;
    });
    return createElement(Drawn, props);
  };
}

/** Load a part before it is asked for; if that fails, whoever asks for it loads it as if nobody had. */
export function ahead(load: () => Promise<unknown>): void {
  load().then(
    (loaded) => here.set(load, loaded),
    () => undefined,
  );
}

/** Do something once the page has nothing else to do; gives what keeps it from being done. */
export function whenIdle(act: () => void): () => void {
  if (!("requestIdleCallback" in window)) {
    const waiting = setTimeout(act, PAUSE_MS); // Safari
    return () => clearTimeout(waiting);
  }
  const waiting = requestIdleCallback(act, { timeout: IDLE_MS });
  return () => cancelIdleCallback(waiting);
}

/** Load a part. While the server is away it is waited for; a part that it does not have makes the page anew, once. */
export async function part<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  try {
    return await load();
  } catch {
    await serverIsBack();
    return again(load);
  }
}

async function again<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  try {
    await stylesAgain();
    return await load();
  } catch (error) {
    const what = String(error);
    if (sessionStorage.getItem(RELOADED_FOR) === what) throw error;
    sessionStorage.setItem(RELOADED_FOR, what);
    window.location.reload();
    return new Promise(() => undefined); // the page goes
  }
}

async function serverIsBack(): Promise<void> {
  for (;;) {
    try {
      await fetch(import.meta.env.BASE_URL, { cache: "no-store" });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** The loader asks once for a part's styles: those that did not come are asked for here. */
async function stylesAgain(): Promise<void> {
  const links = [...document.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")];
  await Promise.all(
    links
      .filter((link) => link.sheet === null)
      .map((link) => replaced(link, link.cloneNode() as HTMLLinkElement)),
  );
}

function replaced(link: HTMLLinkElement, anew: HTMLLinkElement): Promise<void> {
  return new Promise((resolve, reject) => {
    anew.onload = () => resolve();
    anew.onerror = () => reject(new Error(`${anew.href} did not come`));
    link.replaceWith(anew);
  });
}
