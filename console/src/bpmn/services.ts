// The services of bpmn-js and diagram-js as far as the console calls them, and what they give.

export interface ModdleElement {
  $type: string;
  $attrs?: Record<string, unknown>;
  $instanceOf?: (type: string) => boolean;
  id?: string;
  name?: string;
  plane?: { bpmnElement?: ModdleElement };
  [property: string]: unknown;
}

/** An element as it is drawn. */
export interface Drawn {
  id: string;
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  businessObject?: ModdleElement;
  labelTarget?: Drawn | null;
  waypoints?: unknown[];
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Services {
  canvas: {
    zoom(to?: number | "fit-viewport", around?: "auto"): number;
    viewbox(): Box & { scale: number; inner: Box; outer: Box };
    resized(): void;
    scroll(by: { dx: number; dy: number }): void;
    addMarker(id: string, marker: string): void;
    removeMarker(id: string, marker: string): void;
    scrollToElement(id: string, padding?: number): void;
    getContainer(): HTMLElement;
    getRootElement(): Drawn;
    findRoot(element: Drawn): Drawn | undefined;
  };
  elementRegistry: {
    get(id: string): Drawn | undefined;
    getGraphics(id: string): SVGElement | undefined;
    filter(test: (element: Drawn) => boolean): Drawn[];
  };
  eventBus: {
    on<Told>(event: string | string[], heard: (told: Told) => void): void;
    off<Told>(event: string | string[], heard: (told: Told) => void): void;
  };
  zoomScroll: { stepZoom(by: number): void };
  modeling: {
    updateProperties(element: Drawn, properties: Record<string, unknown>): void;
    updateModdleProperties(element: Drawn, of: ModdleElement, properties: Record<string, unknown>): void;
  };
  directEditing: { complete(): void; isActive(): boolean };
  selection: { select(element: Drawn | null): void; get(): Drawn[] };
  bpmnFactory: { create(type: string, properties: Record<string, unknown>): ModdleElement };
  commandStack: {
    undo(): void;
    redo(): void;
    canUndo(): boolean;
    canRedo(): boolean;
    clear(): void;
  };
}
