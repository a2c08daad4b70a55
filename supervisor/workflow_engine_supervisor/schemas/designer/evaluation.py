"""What expressions give over a run's state, as answered."""

from typing import Annotated, Any

from pydantic import BaseModel, Field


class ExpressionProblem(BaseModel):
    """Why an expression has no value."""

    code: str
    detail: str
    hint: str


class EvaluatedExpression(BaseModel):
    """What one expression gives."""

    value: Annotated[Any, Field(description="without secrets; what is long is `{$type, preview, size}`")]
    truthy: Annotated[bool | None, Field(description="what a condition would take it for; null: it has no value")]
    error: ExpressionProblem | None


class EvaluationAnswer(BaseModel):
    checkpoint_id: Annotated[str | None, Field(description="whose state it was; null: the input of a run without any")]
    results: Annotated[list[EvaluatedExpression], Field(description="in the order of the expressions")]
