import { type KeyboardEvent, type RefObject, useEffect } from "react";

/** What can be typed in or chosen from, in the order of the page. */
const FIRST = "input:not([type=hidden]):not(:disabled), textarea:not(:disabled), select:not(:disabled)";

/** Ctrl-Enter, or ⌘-Enter, sends the form from any of its fields: in those for long texts Enter begins a line. */
export function sendOnCtrlEnter(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}

/** Puts the reader into the first field once the form is there; what stands above it stays in sight. */
export function useFirstFocused(form: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    form.current?.querySelector<HTMLElement>(FIRST)?.focus({ preventScroll: true });
  }, [form]);
}
