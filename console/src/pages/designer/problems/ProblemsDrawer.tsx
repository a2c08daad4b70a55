import { UnstyledButton } from "@mantine/core";
import type { FlowProblem } from "~/api/types";

interface ProblemsDrawerProps {
  problems: FlowProblem[];
  goTo: (problem: FlowProblem) => void;
}

/** What is wrong, each with the way there. */
export function ProblemsDrawer({ problems, goTo }: ProblemsDrawerProps) {
  return problems.map((problem) => (
    <UnstyledButton key={`${problem.pointer} ${problem.code}`} display="block" onClick={() => goTo(problem)}>
      {problem.code} {problem.detail}
    </UnstyledButton>
  ));
}
