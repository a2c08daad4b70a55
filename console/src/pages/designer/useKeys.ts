import { useEffect, useRef } from "react";

export interface KeyCommands {
  add: () => void;
  insert: () => void;
  connect: () => void;
  note: () => void;
  remove: () => void;
  takeOut: () => void;
  inspect: () => boolean;
  leave: () => void;
  undo: () => void;
  redo: () => void;
  all: () => void;
  duplicate: () => void;
  group: () => void;
  ungroup: () => void;
  search: () => void;
  save: () => void;
  tidy: () => void;
  fit: () => void;
  list: () => void;
  problem: () => void;
  follow: (by: 1 | -1) => void;
  copy: () => string | undefined;
  cut: () => string | undefined;
  paste: (text: string) => void;
}

/** Without a modifier: only where nothing is typed. */
const PLAIN: Record<string, keyof KeyCommands> = {
  a: "add",
  i: "insert",
  c: "connect",
  n: "note",
  t: "tidy",
  f: "fit",
  l: "list",
  Delete: "remove",
  Backspace: "remove",
  F8: "problem",
  Escape: "leave",
};
/** With Ctrl, or the Command key. */
const WITH_CTRL: Record<string, keyof KeyCommands> = {
  z: "undo",
  y: "redo",
  a: "all",
  d: "duplicate",
  g: "group",
  f: "search",
  s: "save",
  Delete: "takeOut",
  Backspace: "takeOut",
};
const WITH_CTRL_SHIFT: Record<string, keyof KeyCommands> = { z: "redo", g: "ungroup" };
/** Beside a text field, too: what is typed there has no use for them. */
const EVERYWHERE = new Set<keyof KeyCommands>(["save", "search", "problem"]);

/** The designer's keys, as long as no dialog is open. */
export function useKeys(commands: KeyCommands): void {
  const newest = useRef(commands);
  useEffect(() => {
    newest.current = commands;
  });
  useEffect(() => {
    // Seen before anybody acts on the key: what it selects was not selected.
    let wasSelected = false;
    const beforeKey = ({ target }: KeyboardEvent) => {
      wasSelected = target instanceof Element && target.closest(".selected") !== null;
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isElsewhere(event.target)) return;
      const name = commandFor(event);
      if (name === undefined || !isMeant(name, event.target, wasSelected)) return;
      if (act(name, newest.current, event) !== false) event.preventDefault();
    };
    const onCopy = (event: ClipboardEvent) => {
      if (isTyping(event.target) || isElsewhere(event.target) || hasText()) return;
      const text = event.type === "cut" ? newest.current.cut() : newest.current.copy();
      if (text === undefined || event.clipboardData === null) return;
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
    };
    const onPaste = (event: ClipboardEvent) => {
      if (isTyping(event.target) || isElsewhere(event.target)) return;
      const text = event.clipboardData?.getData("text/plain");
      if (!text) return;
      event.preventDefault();
      newest.current.paste(text);
    };
    window.addEventListener("keydown", beforeKey, { capture: true });
    window.addEventListener("keydown", onKey);
    window.document.addEventListener("copy", onCopy);
    window.document.addEventListener("cut", onCopy);
    window.document.addEventListener("paste", onPaste);
    return () => {
      window.removeEventListener("keydown", beforeKey, { capture: true });
      window.removeEventListener("keydown", onKey);
      window.document.removeEventListener("copy", onCopy);
      window.document.removeEventListener("cut", onCopy);
      window.document.removeEventListener("paste", onPaste);
    };
  }, []);
}

function commandFor(event: KeyboardEvent): keyof KeyCommands | undefined {
  const { key, shiftKey, altKey } = event;
  const lower = key.length === 1 ? key.toLowerCase() : key;
  if (event.ctrlKey || event.metaKey) {
    if (altKey) return undefined;
    return (shiftKey ? WITH_CTRL_SHIFT[lower] : undefined) ?? WITH_CTRL[lower];
  }
  if (altKey) return key === "ArrowDown" || key === "ArrowUp" ? "follow" : undefined;
  if (key === "Enter") return "inspect";
  return PLAIN[lower];
}

/** False: the key is left to whoever else has a use for it. */
function act(name: keyof KeyCommands, commands: KeyCommands, event: KeyboardEvent): boolean | undefined {
  if (name === "inspect") {
    // A button, a link or a field has its own Enter; of the canvas, the selected node goes to the inspector.
    const onCanvas =
      event.target instanceof Element && event.target.closest(".react-flow__node, .react-flow__edge");
    return onCanvas !== null && onCanvas !== false ? commands.inspect() : false;
  }
  if (name === "follow") commands.follow(event.key === "ArrowDown" ? 1 : -1);
  else if (name !== "paste") (commands[name] as () => void)();
  return undefined;
}

/** Whether the key stands for this command here. The first Enter selects; what was selected before is looked at. */
function isMeant(name: keyof KeyCommands, target: EventTarget | null, wasSelected: boolean): boolean {
  if (name === "inspect") return wasSelected && !isTyping(target);
  return !isTyping(target) || EVERYWHERE.has(name);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select"))
  );
}

/** In a dialog, a menu or another part of the console. A click on the canvas leaves the focus to what is around it. */
function isElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  const designer = window.document.querySelector(".ren-designer");
  if (target.contains(designer)) return window.document.querySelector("[aria-modal=true]") !== null;
  return !designer?.contains(target) || target.closest("[role=dialog], [role=menu]") !== null;
}

function hasText(): boolean {
  return (window.getSelection()?.toString() ?? "") !== "";
}
