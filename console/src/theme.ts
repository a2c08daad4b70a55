import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const teal: MantineColorsTuple = [
  "#e8f6f5",
  "#d0eae8",
  "#a2d6d2",
  "#6fc0ba",
  "#3ea39c",
  "#1f8d87",
  "#14807b",
  "#0d7377",
  "#0a5f63",
  "#064a4d",
];

/** Cool greys: the dark side's surfaces and texts. */
const dark: MantineColorsTuple = [
  "#d5dbe3",
  "#b3bcc8",
  "#97a2b0",
  "#6c7887",
  "#3d4855",
  "#2c3541",
  "#222a34",
  "#191f27",
  "#12171d",
  "#0c1014",
];

const FONT =
  'system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const MONO = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono CJK SC", monospace';

/** Behind white words, in both themes: each has a contrast of at least 4.5 to them. */
export const FILLED = { green: "#1a6e36", red: "#b42318", amber: "#8a5300", grey: "#495057" } as const;

/** What becomes of a part from one version to another. */
export const CHANGES = {
  added: FILLED.green,
  removed: FILLED.red,
  changed: FILLED.amber,
  moved: FILLED.grey,
} as const;

export const theme = createTheme({
  colors: { teal, dark },
  primaryColor: "teal",
  primaryShade: { light: 7, dark: 7 },
  fontFamily: FONT,
  fontFamilyMonospace: MONO,
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  headings: {
    fontFamily: FONT,
    fontWeight: "600",
    sizes: { h1: { fontSize: "1.375rem" }, h2: { fontSize: "1.0625rem" } },
  },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Badge: { defaultProps: { tt: "none", fw: 600 } },
    Button: { defaultProps: { size: "sm" } },
    // The empty element that would have the focus first is no part that a menu may have.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.45 } } },
    // A dialog puts the cursor into its first field: a list over the fields below it is not what that asks for.
    Select: { defaultProps: { openOnFocus: false } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
  },
});

/** Colours of meaning; each pair has a contrast of at least 4.5 on its surface. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#55606e",
    "--mantine-color-error": "#b42318",
    "--mantine-color-placeholder": "#687482",
    "--ren-page": "#f5f7f9",
    "--ren-surface": "#ffffff",
    "--ren-sunken": "#eef1f4",
    "--ren-line": "#dde2e8",
    "--ren-accent": "#0a666a",
    "--ren-blue": "#1560a8",
    "--ren-green": "#1a6e36",
    "--ren-amber": "#8a5300",
    "--ren-red": "#b42318",
    "--ren-grey": "#55606e",
  },
  dark: {
    "--mantine-color-dimmed": "#9ba7b5",
    "--mantine-color-error": "#ff8f85",
    "--mantine-color-placeholder": "#8a97a6",
    "--mantine-color-anchor": "#5cc8c1",
    "--ren-page": "#10151a",
    "--ren-surface": "#181e25",
    "--ren-sunken": "#11161b",
    "--ren-line": "#2c3541",
    "--ren-accent": "#5cc8c1",
    "--ren-blue": "#74b6f2",
    "--ren-green": "#6fcf8b",
    "--ren-amber": "#f0b45b",
    "--ren-red": "#ff8f85",
    "--ren-grey": "#9ba7b5",
  },
});
