// The drawing has the colours of the page, in both schemes; a colour that the file itself gives stays.
export const COLOURS = {
  bpmnRenderer: {
    defaultFillColor: "var(--ren-surface)",
    defaultStrokeColor: "var(--ren-stroke)",
    defaultLabelColor: "var(--mantine-color-text)",
  },
};
