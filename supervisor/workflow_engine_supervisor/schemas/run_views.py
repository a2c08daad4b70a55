"""What the API answers about views of the list of runs, and about what the list can be filtered by."""

from typing import Any

from pydantic import BaseModel


class RunViewAnswer(BaseModel):
    """A filter and an order that somebody saved."""

    id: str
    name: str
    query: dict[str, Any]  #: parameters of GET /runs
    created_at: str


class RunViewPage(BaseModel):
    items: list[RunViewAnswer]  #: by name
    next: str | None  #: always null: they are few


class FacetAnswer(BaseModel):
    """A value, and how many runs have it."""

    name: str
    runs: int


class FacetsAnswer(BaseModel):
    """What runs can be filtered by: the most frequent first, 200 at most."""

    tags: list[FacetAnswer]
    errors: list[FacetAnswer]  #: codes of what broke runs
