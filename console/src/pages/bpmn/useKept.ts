import { useEffect, useState } from "react";
import { fileCopies } from "./load";

/** Keeps what is not saved yet in the browser, and warns before the page goes; false: there is no room for it. */
export function useKept(flowId: string, base: number, text: string, isDirty: boolean): boolean {
  const [isKept, setKept] = useState(true);
  useEffect(() => {
    const copies = fileCopies(flowId);
    if (isDirty) setKept(copies.keep({ base, at: Date.now(), text }));
    else copies.forget();
  }, [flowId, base, text, isDirty]);
  useEffect(() => {
    if (!isDirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isDirty]);
  return isKept;
}
