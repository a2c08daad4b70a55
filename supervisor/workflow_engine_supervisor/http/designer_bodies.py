"""What the designer's requests bring in their bodies, checked as far as its form goes."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from workflow_engine_supervisor.http.parameters import Id


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class CheckFlow(_Body):
    dsl: Annotated[Any, Field(description="the document as far as it is drawn: any JSON")]
    flow_id: Annotated[
        Id | None, Field(description="whose it is, where there is one: a flow that calls itself is told then")
    ] = None
