"""Drafts of flows, as answered."""

from typing import Annotated, Any

from pydantic import Field

from workflow_engine_supervisor.schemas import Shape
from workflow_engine_supervisor.schemas.flows import VersionAnswer


class DraftState(Shape):
    """Where a draft stands."""

    flow_id: str
    revision: Annotated[int, Field(description="counts every change; the next one names it in If-Match")]
    based_on: Annotated[int | None, Field(description="the version that it began as, or became last")]
    note: str | None
    updated_at: str


class DraftAnswer(DraftState):
    """A draft, whole."""

    changed: Annotated[
        bool,
        Field(description="whether it does something else than `based_on`; where nodes are drawn does not count"),
    ]
    dsl: Annotated[Any, Field(description="what was drawn, as it came in")]


class ListedDraft(DraftState):
    """A draft in the list."""

    size: Annotated[int, Field(description="bytes of the document")]
    flow_exists: bool


class DraftPage(Shape):
    items: list[ListedDraft]
    next: str | None


class DraftVersion(VersionAnswer):
    """The version that a draft became."""

    created: Annotated[
        bool, Field(description="false: the newest version does the same already, and is answered instead")
    ]
