"""Flows and their versions, as answered."""

from typing import Any

from pydantic import BaseModel


class FlowAnswer(BaseModel):
    """A named workflow."""

    id: str
    name: str
    name_zh: str | None  #: for people who read Chinese, as the newest version says
    created_at: str
    latest_version: int | None
    published_version: int | None


class FlowPage(BaseModel):
    items: list[FlowAnswer]
    next: str | None


class VersionAnswer(BaseModel):
    """A version of a flow, without its document."""

    flow_id: str
    version: int
    published: bool
    created_at: str
    hash: str
    nodes: int
    edges: int
    code_refs: list[str]


class VersionDocument(VersionAnswer):
    """A version of a flow, whole."""

    dsl: dict[str, Any]


class VersionPage(BaseModel):
    items: list[VersionAnswer]
    next: str | None
