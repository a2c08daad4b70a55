import type { ReactNode } from "react";

interface ScrollingProps {
  label: string;
  children: ReactNode;
}

/** A bounded place for what may be long; it can be scrolled by keyboard. */
export function Scrolling({ label, children }: ScrollingProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="ren-preview" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
