"""A flow as one file, and what became of one that was brought."""

from typing import Annotated, Any, Literal

from pydantic import Field

from workflow_engine_supervisor.schemas import Shape
from workflow_engine_supervisor.schemas.designer.drafts import DraftState


class FlowFileContent(Shape):
    """A flow as one file."""

    renflow: Literal["flow"] = "flow"
    format: Annotated[int, Field(description="of this file; 1")] = 1
    id: str
    name: str
    version: Annotated[int | None, Field(description="null: of the draft")]
    note: str | None
    exported_at: str
    dsl: Any


class ImportAnswer(DraftState):
    """The draft that a file became."""

    read_as: Annotated[
        Literal["export", "flow", "react_flow"],
        Field(description="our own file; a flow's document; or an export of React Flow, whose own fields are left out"),
    ]
    flow_exists: bool
