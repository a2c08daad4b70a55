// What of an element can be changed beside the drawing; all else is changed in the text of the file. Nothing here draws.
import type Modeler from "bpmn-js/lib/Modeler";
import type { Drawn, ModdleElement } from "~/bpmn/services";
import { isOf, serviceOf } from "~/bpmn/viewer";

const URN = "urn:renflow:bpmn";
const TIMES = ["timeDuration", "timeDate", "timeCycle"] as const;
const CALLING = ["bpmn:ServiceTask", "bpmn:SendTask", "bpmn:BusinessRuleTask"];

export type FieldName =
  | "name"
  | "call"
  | "condition"
  | "script"
  | (typeof TIMES)[number]
  | "form"
  | "inputs"
  | "documentation";

export interface Field {
  name: FieldName;
  value: string;
  write: (text: string) => void;
}

interface Generic extends ModdleElement {
  $descriptor?: { ns?: { uri?: string; localName?: string } };
}

/** The fields of an element, in the order in which they are shown. */
export function fieldsOf(modeler: Modeler, element: Drawn): Field[] {
  const of = element.businessObject;
  if (of === undefined) return [];
  const modeling = serviceOf(modeler, "modeling");
  const set = (properties: Record<string, unknown>) => modeling.updateProperties(element, properties);
  const make = (type: string, properties: Record<string, unknown>) =>
    serviceOf(modeler, "bpmnFactory").create(type, properties);
  const expression = (text: string) => (text ? make("bpmn:FormalExpression", { body: text }) : undefined);
  const fields: Field[] = [
    { name: "name", value: of.name ?? "", write: (text) => set({ name: text || undefined }) },
  ];
  if (CALLING.some((type) => isOf(element, type)))
    fields.push({
      name: "call",
      value: textOf(of.implementation),
      write: (text) => set({ implementation: text || undefined }),
    });
  if (isOf(element, "bpmn:SequenceFlow"))
    fields.push({
      name: "condition",
      value: bodyOf(of.conditionExpression),
      write: (text) => set({ conditionExpression: expression(text) }),
    });
  if (isOf(element, "bpmn:ScriptTask"))
    fields.push({
      name: "script",
      value: textOf(of.script),
      write: (text) => set({ script: text || undefined }),
    });
  const timer = ((of.eventDefinitions as ModdleElement[] | undefined) ?? []).find(
    (each) => each.$type === "bpmn:TimerEventDefinition",
  );
  if (timer !== undefined)
    for (const name of TIMES)
      fields.push({
        name,
        value: bodyOf(timer[name]),
        write: (text) => modeling.updateModdleProperties(element, timer, { [name]: expression(text) }),
      });
  if (isOf(element, "bpmn:UserTask")) fields.push(extension(modeler, element, of, "form"));
  const process = isOf(element, "bpmn:Participant") ? (of.processRef as ModdleElement | undefined) : of;
  if (process?.$type === "bpmn:Process") fields.push(extension(modeler, element, process, "inputs"));
  fields.push({
    name: "documentation",
    value: textOf((of.documentation as ModdleElement[] | undefined)?.[0]?.text),
    write: (text) => set({ documentation: text ? [make("bpmn:Documentation", { text })] : [] }),
  });
  return fields;
}

const textOf = (value: unknown) => (typeof value === "string" ? value : "");
const bodyOf = (value: unknown) => textOf((value as { body?: unknown } | undefined)?.body);

/** JSON in an extension element of ours; what else of other vendors stands beside it stays. */
function extension(modeler: Modeler, element: Drawn, of: ModdleElement, name: "form" | "inputs"): Field {
  const held = of.extensionElements as (ModdleElement & { values?: Generic[] }) | undefined;
  const values = held?.values ?? [];
  const own = values.find(({ $descriptor }) => isOurs($descriptor, name));
  const write = (text: string) => {
    const others = values.filter((each) => each !== own);
    const made = text === "" ? [] : [renewed(modeler, own, name, text)];
    const extensionElements = serviceOf(modeler, "bpmnFactory").create("bpmn:ExtensionElements", {
      values: [...others, ...made],
    });
    const isEmpty = others.length + made.length === 0;
    serviceOf(modeler, "modeling").updateModdleProperties(element, of, {
      extensionElements: isEmpty ? undefined : extensionElements,
    });
  };
  return { name, value: textOf(own?.$body).trim(), write };
}

function isOurs(descriptor: Generic["$descriptor"], name: string): boolean {
  return descriptor?.ns?.uri === URN && descriptor.ns.localName === name;
}

/** Its attributes stay, such as a form's title. */
function renewed(modeler: Modeler, own: Generic | undefined, name: string, text: string): ModdleElement {
  const moddle = modeler.get("moddle") as {
    createAny: (type: string, uri: string, properties: object) => ModdleElement;
  };
  const attributes = Object.fromEntries(Object.entries(own ?? {}).filter(([each]) => !each.startsWith("$")));
  return moddle.createAny(own?.$type ?? `${prefixIn(modeler)}:${name}`, URN, { ...attributes, $body: text });
}

/** How the file calls our namespace. */
function prefixIn(modeler: Modeler): string {
  const attributes = (modeler.getDefinitions() as unknown as ModdleElement).$attrs ?? {};
  const found = Object.entries(attributes).find(
    ([name, uri]) => name.startsWith("xmlns:") && uri === URN,
  )?.[0];
  return found?.slice("xmlns:".length) ?? "renflow";
}
