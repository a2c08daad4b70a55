"""One problem of a flow as a designer is told of it, whatever the flow was written as."""

from typing import Literal

from workflow_engine_shared.errors import Problem
from workflow_engine_supervisor.schemas.designer.check import EdgePlace, FlowProblem


def problem_answer(
    problem: Problem, severity: Literal["error", "warning"], node: str | None, edge: EdgePlace | None = None
) -> FlowProblem:
    """A problem at its node or edge, or of the whole flow where it has neither."""
    return FlowProblem(
        code=problem.code,
        severity=severity,
        pointer=problem.pointer,
        detail=problem.detail,
        hint=problem.hint,
        params=problem.params,
        node_id=node,
        line=problem.line,
        edge=edge,
    )
