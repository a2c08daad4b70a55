import { useToldWords } from "~/i18n/told";
import type { FlowProblem } from "../api";
import type { FlowDocument } from "../document/document";
import { type ProblemText, problemText } from "./words";

/** How a problem is told in the reader's language. */
export function useProblemText(flow?: FlowDocument): (problem: FlowProblem) => ProblemText {
  const words = useToldWords();
  return (problem) => problemText(problem, flow, words);
}
