import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useToldWords } from "~/i18n/told";
import { type FlowProblem, nodeTypesQuery } from "../api";
import type { FlowDocument } from "../document/document";
import { type ProblemText, placeIn, problemText } from "./words";

interface ToldProblem extends ProblemText {
  /** Where in the node, the edge or the flow it is; "": it is about the whole of it. */
  place: string;
}

/** How a problem is told in the reader's language. */
export function useProblemText(flow?: FlowDocument): (problem: FlowProblem) => ToldProblem {
  const words = useToldWords();
  const language = useTranslation().i18n.language;
  const types = useQuery(nodeTypesQuery()).data?.items;
  const titles = useMemo(() => types && { types, language }, [types, language]);
  return (problem) => ({
    ...problemText(problem, flow, words, titles),
    place: placeIn(problem, flow, titles),
  });
}
