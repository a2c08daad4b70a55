// What the palette offers, and which of it fits what is typed.
import type { IconName } from "~/components/icons";

export interface Entry {
  key: string;
  icon: IconName;
  label: string;
  /** What it is, or what it is about. */
  about: string;
  act: () => void;
}

/** Those that have each of the words, in any order and case. */
export function fitting(entries: Entry[], text: string): Entry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(({ label, about }) => {
    const all = `${label} ${about}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** The buttons that the page shows where it marks them, with what the mark says they are about. */
export function shownActions(): Entry[] {
  return [...document.querySelectorAll<HTMLElement>("[data-palette]")].flatMap((place, number) =>
    [...place.querySelectorAll("button")]
      .filter((button) => !button.disabled && button.innerText.trim() !== "" && !button.ariaHasPopup)
      .map((button) => ({
        key: `action ${number} ${button.innerText}`,
        icon: "play" as const,
        label: button.innerText.trim(),
        about: place.dataset.palette ?? "",
        act: () => button.click(),
      })),
  );
}
