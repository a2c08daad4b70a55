import { type RefObject, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import type { ProblemPart } from "~/api/types";
import { useToldWords } from "~/i18n/told";

/** What was refused, as it is said beside the fields of a form. */
export interface FieldProblems {
  /** Beside the input, or the state's key, of this name. */
  of: (name: string) => string | undefined;
  /** Beside a field that is no part of the input: by its name in the request. */
  at: (field: string) => string | undefined;
  /** Whether a problem is said beside a field, and need not be said again. */
  isMarked: (problem: ProblemPart) => boolean;
}

/** The parts of a request whose keys are fields of a form. */
const PARTS = new Set(["input", "uploads", "updates", "values"]);

/** The problems of a refused request by field, in the reader's language; `own` are fields beside the input. */
export function useFieldProblems(error: unknown, own: readonly string[] = []): FieldProblems {
  const { t } = useTranslation();
  const told = useToldWords()?.problems;
  const problems = error instanceof ApiError ? (error.problem.problems ?? []) : [];
  const words = (problem: ProblemPart) =>
    problem.pointer === "/thread_id" && problem.code === "OUT_OF_RANGE"
      ? t("form.badId")
      : [told?.[problem.code], problem.detail].filter(Boolean).join(" ");
  const find = (fits: (problem: ProblemPart) => boolean) => {
    const found = problems.find(fits);
    return found && words(found);
  };
  return {
    of: (name) => find(({ pointer }) => fieldOf(pointer) === name),
    at: (field) => find(({ pointer }) => isAt(pointer, field)),
    isMarked: ({ pointer }) => fieldOf(pointer) !== undefined || own.some((field) => isAt(pointer, field)),
  };
}

/** Whether a pointer leads to a field of the request, or into it. */
function isAt(pointer: string, field: string): boolean {
  return pointer === `/${field}` || pointer.startsWith(`/${field}/`);
}

/** The name of the input that a JSON pointer into the request leads to, or into. */
function fieldOf(pointer: string): string | undefined {
  const [, part, name] = pointer.split("/");
  if (part === undefined || !PARTS.has(part)) return undefined;
  return name?.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** Brings the reader to the first field that is marked, each time that the error, or what cannot be read, is another. */
export function useFirstMarked(
  form: RefObject<HTMLElement | null>,
  error: unknown,
  unreadable?: unknown,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: that they are others is what counts
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [form, error, unreadable]);
}
