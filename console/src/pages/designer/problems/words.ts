// What is wrong with a flow, in the reader's language: by the problem's code and what it names. Nothing here draws.
import { asObject } from "~/components/form/schemaForm";
import type { FlowProblem } from "../api";
import type { FlowDocument, Json, JsonObject } from "../document/document";
import { jsonText } from "../document/text";
import { type Titles, titled } from "./fieldTitles";

export interface ProblemText {
  title: string;
  hint: string;
}

/** The words of a language other than the server's, see `told.ts`. */
export interface FlowWords {
  flow: Record<string, { text: string[]; mend: string[] }>;
  problems: Record<string, string>;
}

const LONGEST = 60;

/** Without words for its code it is told as the server does: so a newer server is understood, too. */
export function problemText(
  problem: FlowProblem,
  flow: FlowDocument | undefined,
  words?: FlowWords,
  titles?: Titles,
): ProblemText {
  const said = words && Object.hasOwn(words.flow, problem.code) ? words.flow[problem.code] : undefined;
  const names = namesIn(problem, flow, titles);
  const title = said && firstFilled(said.text, names);
  if (words === undefined || (title === undefined && !Object.hasOwn(words.problems, problem.code)))
    return { title: problem.detail, hint: problem.hint };
  return {
    title: title ?? words.problems[problem.code] ?? problem.detail,
    hint: (said && firstFilled(said.mend, names)) ?? "",
  };
}

/** The first text of which every name is known. */
function firstFilled(texts: readonly string[], names: Record<string, string>): string | undefined {
  const fits = texts.find((text) => [...text.matchAll(BLANK)].every(([, name = ""]) => names[name]));
  return fits?.replace(BLANK, (_, name: string) => names[name] ?? "");
}

const BLANK = /{{(\w+)}}/g;

/** What the server says it is about; else the last step of the pointer, and what stands there. */
function namesIn(
  { pointer, params, node_id }: FlowProblem,
  flow: FlowDocument | undefined,
  titles: Titles | undefined,
): Record<string, string> {
  const steps = stepsOf(pointer);
  const value = flow === undefined ? undefined : valueAt(flow as unknown as JsonObject, steps);
  const names: Record<string, string> = { field: steps.at(-1) ?? "", node: node_id ?? "" };
  if (value !== undefined && value !== "" && (value === null || typeof value !== "object"))
    names.value = shown(value);
  for (const [name, each] of Object.entries(asObject(params))) {
    if (each !== null && each !== "" && typeof each !== "object") names[name] = shown(each);
  }
  if (names.field === steps.at(-1)) names.field = titled(steps, flow, titles).at(-1) ?? "";
  return names;
}

function shown(value: Json): string {
  const text = typeof value === "string" ? value : jsonText(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** The steps of a JSON pointer. */
export function stepsOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function valueAt(value: Json, steps: readonly string[]): Json | undefined {
  return steps.reduce<Json | undefined>((found, step) => {
    if (found === null || typeof found !== "object") return undefined;
    return Object.hasOwn(found, step) ? (found as JsonObject)[step] : undefined;
  }, value);
}

/** Mistakes first, each kind in the order of the document. */
export function sorted(problems: readonly FlowProblem[]): { errors: FlowProblem[]; warnings: FlowProblem[] } {
  return {
    errors: problems.filter((each) => each.severity !== "warning"),
    warnings: problems.filter((each) => each.severity === "warning"),
  };
}

/** What of a node, an edge or the flow it is about, as one reads it: `Retry › Delay`. */
export function placeIn({ pointer }: FlowProblem, flow?: FlowDocument, titles?: Titles): string {
  const steps = titled(stepsOf(pointer), flow, titles);
  const inside = steps[0] === "nodes" || steps[0] === "edges" ? steps.slice(2) : steps;
  return (inside[0] === "data" ? inside.slice(1) : inside).join(" › ");
}
