import { useEffect } from "react";

const PLAIN_ICON = "favicon.svg";
const RING = 2 * Math.PI * 12;
const COLOURS = { running: "#0d7377", failed: "#c92a2a", waiting: "#b35c00" };

/** The window's title and icon show how far it is: `share` is 0 to 1, null where nobody can tell. */
export function useTabProgress(title: string, share: number | null, look: keyof typeof COLOURS | null): void {
  const percent = share === null ? null : Math.floor(share * 100);
  useEffect(() => {
    document.title = `${percent === null ? "" : `${percent}% · `}${title} · renflow`;
  }, [title, percent]);
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
    if (link === null || look === null) return;
    link.href = ring(percent ?? 0, COLOURS[look]);
    return () => {
      link.href = import.meta.env.BASE_URL + PLAIN_ICON;
    };
  }, [percent, look]);
}

function ring(percent: number, colour: string): string {
  const filled = (RING * percent) / 100;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><g fill="none" stroke-width="7"><circle cx="16" cy="16" r="12" stroke="#9aa5b1"/><circle cx="16" cy="16" r="12" stroke="${colour}" stroke-dasharray="${filled} ${RING}" transform="rotate(-90 16 16)"/></g></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
