"""What a check of a flow that is being drawn found, as answered."""

from typing import Annotated, Any, Literal

from pydantic import Field

from workflow_engine_supervisor.schemas import Shape


class EdgePlace(Shape):
    """An edge of the document."""

    index: Annotated[int, Field(description="its place in `edges`")]
    id: str | None
    source: str | None
    target: str | None


class FlowProblem(Shape):
    """One mistake, or one piece of advice."""

    code: str
    severity: Annotated[
        Literal["error", "warning"], Field(description="error: the flow is not published; warning: worth a second look")
    ]
    pointer: Annotated[str, Field(description="a JSON pointer into the document")]
    detail: str
    hint: str
    params: Annotated[dict[str, Any], Field(description="what the text names, for other languages; by code")]
    node_id: Annotated[str | None, Field(description="the node it is about, where it is about one")]
    line: Annotated[int | None, Field(description="of a BPMN file: the line")] = None
    edge: Annotated[EdgePlace | None, Field(description="the edge it is about, where it is about one")]


class CheckedBlock(Shape):
    """A parallel with its join."""

    parallel: str
    join: str
    branches: int


class FlowMeta(Shape):
    """What a flow is made of, as far as it could be read."""

    nodes: int
    edges: int
    code_refs: list[str]
    subflows: Annotated[list[str], Field(description="ids of the flows that it calls")]
    blocks: list[CheckedBlock]
    needs_tokens: Annotated[
        bool | None, Field(description="whether several nodes may be visited at once; null: it has mistakes")
    ]
    hash: Annotated[str | None, Field(description="equal for flows that do the same; positions do not count")]
    errors: int
    warnings: int
    cut: Annotated[bool, Field(description="there are more problems than these")]


class CheckedFlow(Shape):
    """All that is wrong with a flow."""

    problems: list[FlowProblem]
    meta: FlowMeta
