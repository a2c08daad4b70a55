"""What expressions give over a run's state: for somebody who draws a condition."""

import time
from collections.abc import Sequence
from typing import Any

from workflow_engine_shared.codec import json_view
from workflow_engine_shared.errors import BadExpression
from workflow_engine_shared.jsonlogic.rules import evaluate, expression_problems, truthy
from workflow_engine_shared.secrets.masking import Masker
from workflow_engine_supervisor.schemas.designer.evaluation import (
    EvaluatedExpression,
    EvaluationAnswer,
    ExpressionProblem,
)
from workflow_engine_supervisor.views.run_reader import RunReader
from workflow_engine_supervisor.views.state import short_value

#: For all of a request's expressions: one of them takes a second at most, as its steps are counted.
MAX_SECONDS = 1.0


def evaluate_over(
    reader: RunReader, thread_id: str, checkpoint_id: str | None, expressions: Sequence[Any]
) -> EvaluationAnswer:
    """The value of each expression over the state as it stands, or as a checkpoint kept it.

    Secrets are hidden before anything looks at them: else a comparison would tell them letter by letter.

    Raises:
        RunNotFound, CheckpointNotFound, CheckpointUnreadable
    """
    found, values, masker = reader.values(thread_id, checkpoint_id)
    state = masker.view(values)
    until = time.monotonic() + MAX_SECONDS
    return EvaluationAnswer(
        checkpoint_id=found,
        results=[_result(each, state, masker, in_time=time.monotonic() < until) for each in expressions],
    )


def _result(expression: Any, state: dict[str, Any], masker: Masker, *, in_time: bool) -> EvaluatedExpression:
    try:
        value = _value(expression, state, in_time=in_time)
        is_true = truthy(value)
    except BadExpression as error:
        told = ExpressionProblem(code=error.code, detail=masker.text(error.detail), hint=masker.text(error.hint))
        return EvaluatedExpression(value=None, truthy=None, error=told)
    shown, _ = short_value(masker.view(json_view(value)))
    return EvaluatedExpression(value=shown, truthy=is_true, error=None)


def _value(expression: Any, state: dict[str, Any], *, in_time: bool) -> Any:
    if not in_time:
        raise BadExpression("The expressions before it took too long.", hint="Ask for fewer at a time.")
    for problem in expression_problems(expression, ""):
        raise BadExpression(problem.detail, hint=problem.hint)
    return evaluate(expression, state)
