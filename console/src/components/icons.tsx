// Icons as inline SVG: 16 units, drawn with the colour of the text around them.
import type { ReactNode } from "react";

const PATHS = {
  alert: <path d="M8 2.2 14.5 13.5h-13zM8 6.5v3.2M8 11.6v.1" />,
  arrowDown: <path d="M8 3v10M4 9l4 4 4-4" />,
  arrowUp: <path d="M8 13V3M4 7l4-4 4 4" />,
  ban: <path d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM3.8 3.8l8.4 8.4" />,
  branch: <path d="M5 3v10M5 8h3.5A2.5 2.5 0 0 0 11 5.5V3" />,
  check: <path d="m3 8.5 3.2 3.2L13 4.8" />,
  chip: (
    <path d="M4.5 4.5h7v7h-7zM6.5 2v2.5M9.5 2v2.5M6.5 11.5V14M9.5 11.5V14M2 6.5h2.5M2 9.5h2.5M11.5 6.5H14M11.5 9.5H14" />
  ),
  clock: <path d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 5v3.3l2.2 1.3" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  code: <path d="M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5" />,
  copy: <path d="M5.5 5.5h7v7h-7zM3.5 10.5v-7h7" />,
  cross: <path d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM6 6l4 4M10 6l-4 4" />,
  down: <path d="m4 6 4 4 4-4" />,
  download: <path d="M8 2.5v7M5 7l3 3 3-3M3 13h10" />,
  edit: <path d="m10.5 3 2.5 2.5L6 12.5l-3 .5.5-3zM9 4.5 11.5 7" />,
  expand: <path d="M9.5 2.5h4v4M13.5 2.5 9 7M6.5 13.5h-4v-4M2.5 13.5 7 9" />,
  file: <path d="M4 2h5l3 3v9H4zM9 2v3h3" />,
  flow: <path d="M2.5 3h4v3h-4zM9.5 10h4v3h-4zM4.5 6v3a2.5 2.5 0 0 0 2.5 2.5h2.5" />,
  folder: <path d="M2 4h4.5L8 5.5h6V13H2z" />,
  frame: <path d="M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3" />,
  globe: <path d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM2 8h12M8 2c4 4 4 8 0 12M8 2c-4 4-4 8 0 12" />,
  home: <path d="M2.5 7.5 8 3l5.5 4.5M4 6.5V13h8V6.5M6.8 13V9.5h2.4V13" />,
  layout: <path d="M2.5 3h4v3h-4zM9.5 3h4v3h-4zM2.5 10h4v3h-4zM9.5 10h4v3h-4zM6.5 4.5h3M6.5 11.5h3" />,
  library: <path d="M3 3h2.5v10H3zM5.5 3H8v10H5.5zM9.3 3.6l2.4-.6L14 12.4l-2.4.6z" />,
  meet: <path d="M3 3v2.5A2.5 2.5 0 0 0 5.5 8h5A2.5 2.5 0 0 0 13 5.5V3M8 8v5" />,
  menu: <path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11" />,
  minus: <path d="M3 8h10" />,
  moon: <path d="M13 9.5A5.5 5.5 0 1 1 6.5 3 4.5 4.5 0 0 0 13 9.5z" />,
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  play: <path d="M5 3.2v9.6L12.6 8z" />,
  plus: <path d="M3 8h10M8 3v10" />,
  question: (
    <path d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM6.3 6.3a1.7 1.7 0 1 1 2.5 1.5c-.5.3-.8.6-.8 1.2M8 11.2v.1" />
  ),
  redo: <path d="M12.5 6.5h-6a3.5 3.5 0 0 0 0 7H8M9.5 3.5l3 3-3 3" />,
  refresh: <path d="M13 8a5 5 0 1 1-1.5-3.6L13 6M13 2.8V6H9.8" />,
  runs: <path d="M2.5 4h2M2.5 8h2M2.5 12h2M7 4h6.5M7 8h6.5M7 12h6.5" />,
  search: <path d="M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3l3.2 3.2" />,
  shrink: <path d="M13.5 6.5h-4v-4M9.5 6.5l4.5-4.5M2.5 9.5h4v4M6.5 9.5 2 14" />,
  skip: <path d="m4 4 4 4-4 4M8.5 4l4 4-4 4" />,
  split: <path d="M8 3v5M3 13v-2.5A2.5 2.5 0 0 1 5.5 8h5a2.5 2.5 0 0 1 2.5 2.5V13" />,
  stack: <path d="m8 2 6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3" />,
  sun: (
    <path d="M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1.5V3M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M12.6 3.4l-1 1M4.4 11.6l-1 1" />
  ),
  tasks: <path d="M3 3h10v10H3zM5.5 8l1.8 1.8L10.8 6" />,
  trash: <path d="M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5 5 13h6l.5-8.5M7 7v3.5M9 7v3.5" />,
  undo: <path d="M3.5 6.5h6a3.5 3.5 0 0 1 0 7H8M6.5 3.5l-3 3 3 3" />,
  wrap: <path d="M2.5 4h11M2.5 8h8.5a2 2 0 0 1 0 4H8M9.5 10.3 7.8 12l1.7 1.7M2.5 12H5" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof PATHS;

/** Always beside a word, or inside a control that has a name: never the only bearer of meaning. */
export function Icon({ name, size = 16, spin = false }: { name: IconName; size?: number; spin?: boolean }) {
  return (
    <svg
      className={spin ? "ren-icon ren-spin" : "ren-icon"}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {PATHS[name]}
    </svg>
  );
}
