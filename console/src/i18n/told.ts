// Words of the reader's language for what the server tells in English: errors, and how processes ended.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { part } from "~/api/parts";
import type { Attempt } from "~/api/types";

export interface ErrorWords {
  title: string;
  hint: string;
}

interface ToldWords {
  /** By the error's code. */
  errors: Record<string, ErrorWords>;
  /** Of an author's own exceptions, by the whole English text. */
  hints: Record<string, string>;
  /** By the whole English text, with % for the exit code: what is not exactly that stays as it is. */
  endings: Record<string, string>;
  /** What is wrong with a field or a part of a flow, by the problem's code. */
  problems: Record<string, string>;
  /**
   * The same of flows that are drawn, by the problem's code, with what it names in place of {{names}}, and how to mend it:
   * of several texts the first one whose names are all known.
   */
  flow: Record<string, { text: string[]; mend: string[] }>;
  /** Findings about the home and the machine, by the check's name. */
  checks: Record<string, ErrorWords>;
  /** Settings and limits, by their names. */
  settings: Record<string, string>;
  /** What the engine itself tells the progress of, by the whole English text. */
  labels: Record<string, string>;
}

const AUTHORS = "USER_CODE_ERROR";

const LANGUAGES: Record<string, () => Promise<ToldWords>> = {
  zh: async () => (await part(() => import("./told/zh"))).default,
};

/** What the reader's language has for it; undefined where it is English, or not loaded yet. */
export function useToldWords(): ToldWords | undefined {
  const { language } = useTranslation().i18n;
  const load = LANGUAGES[language];
  return useQuery({
    queryKey: ["words", language],
    queryFn: () => load?.(),
    enabled: load !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    networkMode: "always",
  }).data;
}

/** Puts what the engine itself tells the progress of into the reader's language; an author's own words stay. */
export function useLabelWords(): (label: string) => string {
  const labels = useToldWords()?.labels ?? {};
  return (label) => labels[label] ?? label;
}

/** An error's title and hint in the reader's language, where the server's own are in another. */
export function useErrorWords(code: string | undefined, hint = ""): ErrorWords | undefined {
  const told = useToldWords();
  return code === undefined || told === undefined ? undefined : wordsFor(told, code, hint);
}

/** An exception of the flow's code has a hint of its own: what its code says in general could be wrong. */
export function wordsFor(
  { errors, hints }: Pick<ToldWords, "errors" | "hints">,
  code: string,
  hint: string,
): ErrorWords | undefined {
  const words = errors[code];
  if (words === undefined || code !== AUTHORS) return words;
  return { title: words.title, hint: hints[hint] ?? "" };
}

/** How a worker process ended, in the reader's language where that is known. */
export function endingIn(
  endings: ToldWords["endings"],
  attempt: Pick<Attempt, "exit_reason" | "exit_code">,
): string {
  const code = String(attempt.exit_code);
  const words = attempt.exit_reason ?? code;
  return endings[words] ?? endings[words.replace(code, "%")]?.replace("%", code) ?? words;
}
