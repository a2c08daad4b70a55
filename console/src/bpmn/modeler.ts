// The modeler of bpmn-js, in the page's colours and the reader's language. Its watermark stays in sight.
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn-codes.css";
import "./drawing.css";
import "./modeler.css";
import Modeler from "bpmn-js/lib/Modeler";
import { COLOURS } from "./colours";

export type Words = Record<string, string>;

/** `words`: what the modeler says, by its English; undefined: in English. */
export function newModeler(container: HTMLElement, words: Words | undefined): Modeler {
  const translate = (template: string, blanks: Record<string, string> = {}) =>
    (words?.[template] ?? template).replace(/{([^}]+)}/g, (_, name: string) => blanks[name] ?? `{${name}}`);
  const additionalModules = words === undefined ? [] : [{ translate: ["value", translate] }];
  // biome-ignore lint/suspicious/noExplicitAny: bpmn-js types a module by names it cannot know
  return new Modeler({ container, additionalModules: additionalModules as any, ...COLOURS });
}
