"""What the API answers of the supervisor itself."""

from typing import Annotated

from pydantic import BaseModel, Field

from workflow_engine_supervisor.answers import ProblemPart


class FunctionAnswer(BaseModel):
    """A registered function, as its source says."""

    name: str
    module: str
    file: str
    line: int
    doc: str
    requires: list[str]


class FunctionPage(BaseModel):
    """All functions of the flows folder, and what is wrong in it (pointers are file:line)."""

    items: list[FunctionAnswer]
    next: str | None = None
    problems: list[ProblemPart]


class WorkersAnswer(BaseModel):
    active: int
    warm: int
    starting: int
    max_active: int


class WarningAnswer(BaseModel):
    """Something around renflow that will bite."""

    check: str
    verdict: str
    detail: str
    hint: str


class SystemAnswer(BaseModel):
    """The supervisor and its machine."""

    version: str
    instance: str
    pid: int
    started_at: str
    uptime_s: float
    home: str
    flows: str
    python: str
    platform: str
    cpu_count: int
    rss_mb: float | None
    disk_free_mb: float
    runs: dict[str, int]
    workers: WorkersAnswer
    sqlite: str
    warnings: Annotated[list[WarningAnswer], Field(description="of those checks of `renflow doctor` that are quick")]


class HealthAnswer(BaseModel):
    status: str
    instance: str
    version: str


class TicketAnswer(BaseModel):
    """Opens one event stream, once."""

    ticket: str
    expires_in_s: float
