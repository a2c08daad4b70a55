// The elements of a BPMN file by their ids, so that two versions of it can be told apart. Nothing here draws.
import { BpmnModdle } from "bpmn-moddle";
import type { FlowDocument, FlowNode, JsonObject } from "~/api/types";
import type { ModdleElement } from "./services";

interface Property {
  name: string;
  isReference?: boolean;
}

interface Typed extends ModdleElement {
  $descriptor: { isGeneric?: boolean; properties?: Property[] };
  $parent?: Typed;
}

/** Told by the lines that lead there, too. */
const REPEATED = new Set(["incoming", "outgoing"]);
/** What stands for itself; everything else is a part of what it stands in. */
const OWN = [
  "bpmn:FlowElement",
  "bpmn:Artifact",
  "bpmn:Participant",
  "bpmn:MessageFlow",
  "bpmn:Lane",
  "bpmn:RootElement",
];

/** Each element as a node: `data` is what the file says of it, `position` how it is drawn. */
export async function elementsOf(xml: string): Promise<FlowDocument> {
  const { rootElement } = await new BpmnModdle().fromXML(xml);
  const definitions = rootElement as unknown as Typed;
  const drawn = drawings(definitions);
  const nodes: FlowNode[] = [];
  const collect = (element: Typed) => {
    const id = element.id ?? element.$type;
    const data: JsonObject = {};
    for (const [name, value] of Object.entries(factsOf(element, collect))) {
      if (name !== "id" && name !== "name") data[name] = value as JsonObject[string];
    }
    const place = drawn.get(id);
    nodes.push({
      id,
      type: element.$type.replace(/^bpmn:/, ""),
      ...(element.name ? { label: element.name } : {}),
      data,
      ...(place && { position: place as unknown as { x: number; y: number } }),
    });
  };
  collect(definitions);
  return { nodes, edges: [] };
}

/** What is said of an element; `collect` gets those in it that stand for themselves. */
function factsOf(element: Typed, collect: (inner: Typed) => void): Record<string, unknown> {
  const facts: Record<string, unknown> = {};
  for (const { name, isReference } of propertiesOf(element)) {
    const bare = name.replace(/^bpmn:/, "");
    // What is not written there, and counts all the same, is no fact of the file.
    const value = Object.hasOwn(element, bare) ? element[bare] : undefined;
    if (value === undefined || bare === "diagrams" || bare.startsWith("xmlns") || REPEATED.has(bare))
      continue;
    const fact = isReference ? idsOf(value) : partOf(value, element, collect);
    if (fact !== undefined) facts[bare] = fact;
  }
  for (const [name, value] of Object.entries(element.$attrs ?? {})) {
    if (!name.startsWith("xmlns") && !name.startsWith("xsi:") && typeof value !== "function")
      facts[name] = String(value);
  }
  return facts;
}

function propertiesOf(element: Typed): Property[] {
  if (!element.$descriptor?.isGeneric && element.$descriptor?.properties !== undefined)
    return element.$descriptor.properties;
  return Object.keys(element)
    .filter((name) => !name.startsWith("$") || name === "$body" || name === "$children")
    .map((name) => ({ name }));
}

function idsOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each: ModdleElement) => each.id ?? null);
  return (value as ModdleElement).id ?? String(value);
}

function partOf(value: unknown, parent: Typed, collect: (inner: Typed) => void): unknown {
  if (Array.isArray(value)) {
    const parts = value.flatMap((each) => partOf(each, parent, collect) ?? []);
    return parts.length === 0 ? undefined : parts;
  }
  if (value === null || typeof value !== "object") return typeof value === "string" ? value.trim() : value;
  const inner = value as Typed;
  if (standsAlone(inner, parent)) {
    collect(inner);
    return undefined;
  }
  return { type: inner.$type, ...factsOf(inner, collect) };
}

function standsAlone(element: Typed, parent: Typed): boolean {
  if (element.id === undefined || element.$instanceOf === undefined) return false;
  const kind = OWN.find((type) => element.$instanceOf?.(type));
  // An event's definition is one of these where several events share it only.
  return kind !== undefined && (kind !== "bpmn:RootElement" || parent.$type === "bpmn:Definitions");
}

/** How elements are drawn, by their ids: shapes by their bounds, lines by their points. */
function drawings(definitions: Typed): Map<string, Record<string, unknown>> {
  const found = new Map<string, Record<string, unknown>>();
  for (const diagram of (definitions.diagrams as Typed[] | undefined) ?? []) {
    const plane = diagram.plane as (Typed & { planeElement?: Typed[] }) | undefined;
    for (const each of plane?.planeElement ?? []) {
      const id = (each.bpmnElement as ModdleElement | undefined)?.id;
      if (id === undefined) continue;
      const { bpmnElement: _, id: __, ...place } = factsOf(each, () => undefined);
      found.set(id, place);
    }
  }
  return found;
}
