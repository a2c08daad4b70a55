"""What the API answers: the shapes behind /openapi.json."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from workflow_engine_shared.run_status import Reason, RunStatus


class ProblemPart(BaseModel):
    """One mistake, with its place."""

    pointer: Annotated[str, Field(description="a JSON pointer into the body, or ?name of a query parameter")]
    code: str
    detail: str
    hint: str


class ProblemAnswer(BaseModel):
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


class FlowAnswer(BaseModel):
    """A named workflow."""

    id: str
    name: str
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


class StateAnswer(BaseModel):
    """A run's state. A value that is too long to show is `{"$type", "preview", "size"}`."""

    checkpoint_id: str | None
    values: dict[str, Any]
    truncated: bool


class CheckpointAnswer(BaseModel):
    """The state after a visit. Step -1 is the run's input, step 0 what the first node is given."""

    checkpoint_id: str
    parent_id: str | None
    ts: str
    step: int | None
    node: Annotated[str | None, Field(description="whose visit ended with it; null before the first one")]
    visit: int | None
    keys: list[str]
    changed: Annotated[list[str], Field(description="keys whose value differs from the parent's")]
    size: Annotated[int, Field(description="bytes of the whole state, as it is stored")]


class CheckpointPage(BaseModel):
    items: list[CheckpointAnswer]
    next: str | None


class ArtifactAnswer(BaseModel):
    """A file among a run's outputs."""

    name: Annotated[str, Field(description="its path below the outputs, with '/' between folders")]
    size: int
    modified: str
    content_type: str


class ArtifactPage(BaseModel):
    items: list[ArtifactAnswer]
    next: str | None


class LogLine(BaseModel):
    """A line of a run's log. A line that cannot be read has only message, level and damaged."""

    model_config = ConfigDict(extra="allow")

    ts: str | None = None
    level: str | None = None
    thread_id: str | None = None
    node_id: str | None = None
    message: Any = None
    context: Any = None
    seq: int | None = None
    damaged: bool = False


class LogAnswer(BaseModel):
    """A page of a run's log. `next`: there are further lines; `position`: where to go on later, in any case."""

    items: list[LogLine]
    next: str | None
    position: str | None
    previous: Annotated[str | None, Field(description="with `around`: there are earlier lines, to be had newest first")]
    counts: Annotated[dict[str, int], Field(description="lines of the whole log by level, without regard to filters")]
    counted: Annotated[bool, Field(description="whether these are all: a long log is counted over several answers")]
    dropped: Annotated[int, Field(description="lines never written: too many in a second, or no room on the disk")]
    removed: Annotated[int, Field(description="oldest lines that are gone because the log outgrew log_max_total")]
