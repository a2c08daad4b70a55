"""What the API answers: the shapes behind /openapi.json."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from workflow_engine_shared.run_status import Reason, RunStatus


class ProgressAnswer(BaseModel):
    """How far a run is: of the node at hand where that tells, else in nodes."""

    node: str | None
    label: str | None
    done: int
    failed: int
    skipped: int
    total: int | None
    rate: float | None
    eta_s: float | None


class NodeAnswer(BaseModel):
    """One node of a run's flow: waiting, running, paused, finished, failed or skipped."""

    id: str
    status: str
    visits: int
    started_at: str | None
    duration_s: float | None


class ProcessAnswer(BaseModel):
    """The worker process that holds a run, with everything it started."""

    pid: int
    instance: str
    epoch: int
    responsive: bool
    cpu_percent: float | None
    rss_mb: float | None
    threads: int | None
    children: int | None
    open_files: Annotated[int | None, Field(description="with sockets and pipes; on Windows handles")]
    uptime_s: float


class AttemptAnswer(BaseModel):
    """One worker process's hold on a run."""

    epoch: int
    pid: int
    started_at: str
    ended_at: str | None
    exit_code: int | None
    exit_reason: str | None


class InterruptAnswer(BaseModel):
    """Why an interrupted run waits."""

    kind: str
    value: Any
    node: str | None


class ErrorAnswer(BaseModel):
    """What broke."""

    code: str
    message: str
    node: str | None
    hint: str
    traceback: str | None


class TimesAnswer(BaseModel):
    created_at: str
    queued_at: str
    started_at: str | None
    finished_at: str | None
    last_event_at: str
    duration_s: float | None


class StatusAnswer(BaseModel):
    """How a run stands, in short: the data of a `status` event."""

    status: RunStatus
    reason: Reason | None
    pause_requested: bool
    cancel_requested: bool
    interrupt: InterruptAnswer | None
    error: ErrorAnswer | None


class RunName(BaseModel):
    """Which run it is, of what."""

    thread_id: str
    flow_id: str
    version: int


class RunSummary(StatusAnswer, RunName):
    """A run in a list."""

    times: TimesAnswer


class ListedRun(RunSummary):
    """A run in a list, with what its worker told last."""

    node: Annotated[str | None, Field(description="where a run at work is")]
    progress: Annotated[ProgressAnswer | None, Field(description="of running ones, where the worker told something")]
    process: Annotated[ProcessAnswer | None, Field(description="of runs at work")]


class StacksAnswer(BaseModel):
    """What the threads of a run's worker are doing."""

    thread_id: str
    stacks: str  #: as Python writes them; empty if the worker did not answer within 3 s


class ForkAnswer(BaseModel):
    """Where a run was forked; that run may be deleted since."""

    thread_id: str
    checkpoint_id: str


class RunAnswer(RunSummary):
    """A run, whole."""

    input: dict[str, Any]
    forked_from: ForkAnswer | None
    current_nodes: list[str]
    progress: ProgressAnswer
    nodes: list[NodeAnswer]
    process: ProcessAnswer | None
    attempts: list[AttemptAnswer]
    disk_mb: Annotated[
        float | None, Field(description="MiB of the run's folder; null: none yet, or too many files to look at")
    ]


class RunPage(BaseModel):
    items: list[ListedRun]
    next: str | None


class CommandAnswer(BaseModel):
    """A command was accepted; its effect follows."""

    thread_id: str
    status: RunStatus
    signal_id: int
