"""What the API answers of the functions that flows may name."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from workflow_engine_supervisor.schemas.problem import ProblemPart


class UseAnswer(BaseModel):
    """A flow that calls a function."""

    flow_id: str
    versions: Annotated[list[int], Field(description="newest first, 20 at most")]


class FunctionAnswer(BaseModel):
    """A registered function, as its source says; once its module was imported, as Python says."""

    name: str
    module: str
    file: str
    line: int
    doc: str
    requires: list[str]
    parameters: Annotated[
        dict[str, Any], Field(description="JSON Schema of `args`; without types until `health` is ok")
    ]
    signature: str | None
    source_hash: str
    used_in: list[UseAnswer]
    health: Annotated[
        Literal["unknown", "describing", "ok", "installs", "broken"],
        Field(
            description="whether its module can be imported; asking starts a look, the next answer tells. installs: it"
            " needs packages that its first run installs"
        ),
    ]
    reason: Annotated[str | None, Field(description="why it cannot be imported")]
    disabled: bool


class FunctionPage(BaseModel):
    """All functions of the flows folders, and what is wrong in them (pointers are file:line)."""

    items: list[FunctionAnswer]
    next: str | None = None
    problems: list[ProblemPart]
