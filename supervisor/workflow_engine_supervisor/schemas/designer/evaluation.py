"""What expressions give over a run's state, as answered."""

from typing import Annotated, Any

from pydantic import Field

from workflow_engine_supervisor.schemas import Shape


class ExpressionProblem(Shape):
    """Why an expression has no value."""

    code: str
    detail: str
    hint: str


class EvaluatedExpression(Shape):
    """What one expression gives."""

    value: Annotated[Any, Field(description="without secrets; what is long is `{$type, preview, size}`")]
    truthy: Annotated[bool | None, Field(description="what a condition would take it for; null: it has no value")]
    error: ExpressionProblem | None


class EvaluationAnswer(Shape):
    checkpoint_id: Annotated[str | None, Field(description="whose state it was; null: the input of a run without any")]
    results: Annotated[list[EvaluatedExpression], Field(description="in the order of the expressions")]
