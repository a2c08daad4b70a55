// bpmn-js: what the console needs of it, with types. Its watermark must stay in sight: nothing here may hide it.
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "./drawing.css";
import type BaseViewer from "bpmn-js/lib/BaseViewer";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { COLOURS } from "./colours";
import type { Drawn, ModdleElement, Services } from "./services";

export function newViewer(container: HTMLElement): BaseViewer {
  return new NavigatedViewer({ container, ...COLOURS });
}

export function serviceOf<Name extends keyof Services>(viewer: BaseViewer, name: Name): Services[Name] {
  return viewer.get(name) as Services[Name];
}

/** The elements that a token can stand at, as they are drawn: no pools, no lanes, no labels, no lines. */
export function standsIn(viewer: BaseViewer): Drawn[] {
  return serviceOf(viewer, "elementRegistry").filter(
    (each) => each.labelTarget == null && each.waypoints === undefined && isOf(each, "bpmn:FlowNode"),
  );
}

export function isOf(element: Drawn, type: string): boolean {
  return element.businessObject?.$instanceOf?.(type) ?? false;
}

/** The drawings of the file that stand for themselves: those of collapsed sub-processes are opened from within. */
export function diagramsOf(viewer: BaseViewer): Array<{ id: string; name: string }> {
  const definitions = viewer.getDefinitions() as unknown as { diagrams?: ModdleElement[] };
  return (definitions.diagrams ?? []).flatMap(({ id, name, plane }) => {
    const of = plane?.bpmnElement;
    const isOwn = of?.$instanceOf?.("bpmn:Process") || of?.$instanceOf?.("bpmn:Collaboration");
    return isOwn && id !== undefined ? [{ id, name: name || of?.name || of?.id || id }] : [];
  });
}
