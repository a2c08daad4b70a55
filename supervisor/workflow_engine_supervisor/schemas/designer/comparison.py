"""Comparisons of versions, and what a new one means for runs, as answered."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_supervisor.schemas import Shape

Version = Annotated[int | Literal["draft"], Field(description="a version's number, or `draft`")]


class FieldDifference(Shape):
    """A value that differs."""

    pointer: Annotated[str, Field(description="into the node, the edge, or the document beside both")]
    had: Annotated[bool, Field(description="there was a value before")]
    has: Annotated[bool, Field(description="there is one now")]
    before: Any
    after: Any


class NodeDifference(Shape):
    """A node that differs."""

    id: str
    change: Literal["added", "removed", "changed", "moved"]
    type: str | None
    label: str | None
    fields: list[FieldDifference]


class EdgeDifference(Shape):
    """An edge that differs."""

    change: Literal["added", "removed", "changed"]
    id: str | None
    source: str | None
    target: str | None
    data: Annotated[dict[str, Any], Field(description="as it is now, or was")]
    fields: list[FieldDifference]


class FlowDifference(Shape):
    """All that differs between two versions of a flow."""

    model_config = ConfigDict(serialize_by_alias=True)

    flow_id: str
    from_: Annotated[Version, Field(alias="from")]
    to: Version
    same: Annotated[bool, Field(description="both do the same: nothing differs, or only where nodes are drawn")]
    flow: Annotated[list[FieldDifference], Field(description="of the document beside nodes and edges")]
    nodes: list[NodeDifference]
    edges: list[EdgeDifference]


class RunImpact(Shape):
    """What a new version would mean for a run that is not over."""

    thread_id: str
    title: str | None
    status: RunStatus
    reason: Reason | None
    version: int
    same: Annotated[bool, Field(description="its version does the same as the draft")]
    current_nodes: list[str]
    waits: Annotated[list[str], Field(description="kinds of what it waits for: timer, form, message …")]
    done: Annotated[list[str], Field(description="nodes that it went through, and that are others in the draft")]
    ahead: Annotated[list[str], Field(description="nodes that it would come to, and that are others in the draft")]
    again: Annotated[list[str], Field(description="nodes that a resume on the draft would run again")]
    stuck: Annotated[list[str], Field(description="nodes that it stands before, and that the draft does not have")]


class ImpactAnswer(Shape):
    """What publishing a draft would change. Runs that began go on with the version that they began with."""

    flow_id: str
    revision: int
    published_version: int | None
    difference: Annotated[FlowDifference | None, Field(description="from the published version; null: there is none")]
    schedules: Annotated[list[str], Field(description="schedules that would start it from now on")]
    runs: Annotated[list[RunImpact], Field(description="runs that are not over, the newest first")]
    total: int
    more: Annotated[int, Field(description="runs that are not told of here")]
