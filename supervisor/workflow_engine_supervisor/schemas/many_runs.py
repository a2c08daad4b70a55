"""What the API answers about many runs: one command for all of them, saved views, what lists are filtered by."""

from enum import Enum
from typing import Annotated, Any

from pydantic import Field

from workflow_engine_supervisor.schemas import Shape


class BulkCommand(str, Enum):
    """What can be done to many runs at once."""

    PAUSE = "pause"
    RESUME = "resume"
    RETRY = "retry"
    CANCEL = "cancel"
    DELETE = "delete"


class Fate(str, Enum):
    """What became of one run."""

    ACCEPTED = "accepted"  #: it was done, or would be
    NOT_ALLOWED = "not_allowed"  #: the run's status does not take the command
    CHANGED = "changed"  #: the run changed meanwhile, and was left alone
    FAILED = "failed"  #: it could not be done


class BulkItem(Shape):
    """What became of one run, or would."""

    thread_id: str
    outcome: Fate
    status: Annotated[str | None, Field(description="where it stood before; null: it was not found")]
    code: Annotated[str | None, Field(description="of what kept it from being done")]
    detail: str | None
    machine: Annotated[str | None, Field(description="which machine it is on; null: there is only one")] = None
    started: Annotated[str | None, Field(description="the new run that does what was asked: of a finished run's retry")]


class MachineNotAsked(Shape):
    """A machine that did not say what became of its runs."""

    machine: str
    code: str
    detail: str
    hint: str


class BulkAnswer(Shape):
    """What became of all of them, or would."""

    command: BulkCommand
    dry_run: bool
    total: int  #: how many runs were meant
    more: int  #: how many of them were not taken up, because one request takes up 10,000
    counts: dict[str, int]  #: how many came to which outcome
    items: list[BulkItem]  #: each run that was taken up
    machines: list[MachineNotAsked] = []  #: that could not be asked, or gave no answer: their runs may be as they were


class RunViewAnswer(Shape):
    """A filter and an order that somebody saved."""

    id: str
    name: str
    query: dict[str, Any]  #: parameters of GET /runs
    created_at: str


class RunViewPage(Shape):
    items: list[RunViewAnswer]  #: by name
    next: str | None  #: always null: they are few


class FacetAnswer(Shape):
    """A value, and how many runs have it."""

    name: str
    runs: int


class FacetsAnswer(Shape):
    """What runs can be filtered by: the most frequent first, 200 at most."""

    tags: list[FacetAnswer]
    errors: list[FacetAnswer]  #: codes of what broke runs
