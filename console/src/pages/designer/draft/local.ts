// The browser's own copy of what the server does not have yet: a reload, a crash and an outage lose nothing.

export interface LocalCopy {
  /** The revision that it was made from; null: there was none. */
  base: number | null;
  at: number;
  text: string;
}

export interface Copies {
  /** Whether there was room for it. */
  keep: (copy: LocalCopy) => boolean;
  forget: () => void;
  own: () => LocalCopy | undefined;
  /** What other windows left, the newest first: closed by now, or still at it. */
  others: () => Array<LocalCopy & { key: string }>;
  forgetOther: (key: string) => void;
}

const PREFIX = "renflow.draft.";
const WINDOW = "renflow.window";

/** This window's name: a reload keeps it. */
export function windowName(): string {
  const kept = sessionStorage.getItem(WINDOW);
  if (kept !== null) return kept;
  const name = Math.random().toString(36).slice(2, 10);
  sessionStorage.setItem(WINDOW, name);
  return name;
}

export function localCopies(flowId: string, name = windowName()): Copies {
  const prefix = `${PREFIX}${flowId}|`;
  const key = prefix + name;
  return {
    keep: (copy) => {
      try {
        localStorage.setItem(key, JSON.stringify(copy));
        return true;
      } catch {
        return false; // the browser's room is full
      }
    },
    forget: () => localStorage.removeItem(key),
    own: () => read(key),
    others: () =>
      Object.keys(localStorage)
        .filter((each) => each.startsWith(prefix) && each !== key)
        .flatMap((each) => {
          const copy = read(each);
          return copy === undefined ? [] : [{ ...copy, key: each }];
        })
        .sort((one, other) => other.at - one.at),
    forgetOther: (each) => localStorage.removeItem(each),
  };
}

function read(key: string): LocalCopy | undefined {
  try {
    const copy = JSON.parse(localStorage.getItem(key) ?? "null") as LocalCopy | null;
    return copy !== null && typeof copy.text === "string" ? copy : undefined;
  } catch {
    return undefined;
  }
}
