"""How errors are answered."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from workflow_engine_supervisor.schemas import Shape


class ProblemPart(Shape):
    """One mistake, with its place."""

    pointer: Annotated[str, Field(description="a JSON pointer into the body, or ?name of a query parameter")]
    code: str
    detail: str
    hint: str
    element: Annotated[str | None, Field(description="of a BPMN file: the id of the element")] = None
    line: Annotated[int | None, Field(description="of a BPMN file: the line")] = None
    params: Annotated[dict[str, Any], Field(description="what the text names, by code")] = {}


class ProblemAnswer(Shape):
    """Why a request was not carried out (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    code: str
    detail: str
    hint: str
    instance: str | None = None
    problems: list[ProblemPart] | None = None
