"""What the designer's requests bring in their bodies, checked as far as its form goes."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from workflow_engine_supervisor.http.parameters import MAX_NAME, Id


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class CheckFlow(_Body):
    dsl: Annotated[Any, Field(description="the document as far as it is drawn: any JSON")]
    flow_id: Annotated[
        Id | None, Field(description="whose it is, where there is one: a flow that calls itself is told then")
    ] = None


MAX_EXPRESSIONS = 50


class EvaluateExpressions(_Body):
    expressions: Annotated[
        list[Any], Field(min_length=1, max_length=MAX_EXPRESSIONS, description="JsonLogic, evaluated over the state")
    ]
    checkpoint: Annotated[
        str | None, Field(max_length=MAX_NAME, description="whose state; left out: the state as it stands")
    ] = None
