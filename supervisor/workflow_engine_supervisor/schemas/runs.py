"""What the API answers: the shapes behind /openapi.json."""

from typing import Annotated, Any, Literal

from pydantic import Field

from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_supervisor.schemas import Shape
from workflow_engine_supervisor.schemas.waits import BegunAnswer, ChildAnswer, OpenWaitsAnswer, ParentAnswer, WaitAnswer


class ProgressAnswer(Shape):
    """How far a run is: of the node at hand where that tells, else in nodes."""

    node: str | None  #: the node at hand
    visit: int | None  #: whose items these are; null: nodes are counted, or an older worker does not tell
    label: str | None  #: what is counted: the items' name, or nodes
    done: int  #: items, or nodes, that are done
    failed: int  #: items whose last attempt failed
    skipped: int  #: items whose error was let pass
    total: int | None  #: all of them; null: unknown
    rate: float | None  #: items a second, over the last seconds
    eta_s: float | None  #: seconds until all are decided, at this rate


class NodeAnswer(Shape):
    """One node of a run's flow: waiting, running, paused, finished, failed, skipped or cancelled."""

    id: str
    label: str | None  #: what the flow's author calls it
    label_zh: str | None  #: for people who read Chinese
    status: str
    visits: int
    started_at: str | None
    duration_s: float | None
    left_by: Literal["error", "timeout"] | None = None  #: the edge for failures by which its newest visit was left


class EdgeAnswer(Shape):
    """An edge of its flow that a run went by."""

    edge: int  #: its place among the edges of the flow's document, from 0; behind those are those of the flows it calls
    source: str  #: the node it leads from
    target: str  #: the node it leads to
    taken: int  #: how often the run went by it


class OpenVisitAnswer(Shape):
    """A visit that is not over: running, paused or failed."""

    node: str
    visit: int  #: the visit's number in the run
    attempt: int
    status: str
    started_at: str  #: when it began, or went on
    progress: ProgressAnswer | None  #: how far its newest loop is


class ProcessAnswer(Shape):
    """The worker process that holds a run, with everything it started."""

    pid: int  #: of the worker's process
    instance: str  #: the random name of this worker
    epoch: int  #: the worker's epoch, its fencing token
    responsive: bool  #: whether a sign of life came lately
    cpu_percent: float | None  #: of one core, of the worker and all it started
    rss_mb: float | None  #: MiB of memory
    threads: int | None  #: of all these processes
    children: int | None  #: processes that the worker started
    open_files: Annotated[int | None, Field(description="with sockets and pipes; on Windows handles")]
    uptime_s: float  #: seconds since the worker took the run


class LaneAnswer(Shape):
    """A process for items on a machine of the cluster."""

    machine: str  #: where it is; empty: it has not come to be
    state: Annotated[str, Field(description="starting, working or idle")]
    items: int  #: that it has decided
    node: str | None  #: id of the node whose items they are


class ClusterAnswer(Shape):
    """The lanes that a run has on a cluster."""

    engine: str  #: what carries them: ray
    address: str
    lanes: list[LaneAnswer]
    lost: int  #: lanes of this worker that went with their machine or died
    waiting_since: str | None  #: since when it has no lane; null: it has one, or needs none


class AttemptAnswer(Shape):
    """One worker process's hold on a run."""

    epoch: int
    pid: int
    started_at: str
    ended_at: str | None
    exit_code: int | None
    exit_reason: str | None


class InterruptAnswer(Shape):
    """Why an interrupted run waits."""

    kind: str
    value: Any
    node: str | None


class ErrorAnswer(Shape):
    """What broke."""

    code: str
    message: str
    node: str | None
    hint: str
    traceback: str | None


class TimesAnswer(Shape):
    created_at: str
    queued_at: str
    started_at: str | None
    finished_at: str | None
    last_event_at: str
    duration_s: float | None


class StatusAnswer(Shape):
    """How a run stands, in short: the data of a `status` event."""

    status: RunStatus  #: where the run stands
    reason: Reason | None  #: why it stands there
    pause_requested: bool  #: a pause has no effect yet
    cancel_requested: bool  #: a cancel has no effect yet
    interrupt: InterruptAnswer | None  #: what an interrupted run waits for: kind, value, node
    open_waits: OpenWaitsAnswer | None  #: what it waits for, in short, also while it works: count, forms, newest_at
    error: ErrorAnswer | None  #: what broke: code, message, node, hint, traceback
    skipped: int  #: items and nodes that failed and were let pass, once the run is finished


class RunName(Shape):
    """Which run it is, of what."""

    thread_id: str  #: the run's id
    title: str | None  #: what people call it
    tags: list[str]  #: what people sort it by
    flow_id: str  #: the flow's id
    version: int  #: of the flow


class DraftTestAnswer(Shape):
    """How a run tests a draft."""

    revision: int  #: of the draft
    stop_after: str | None  #: the node after which it ends; null: it goes to the flow's end
    stopped: bool | None  #: whether it ended there; null: a list does not tell
    pinned: list[str]  #: nodes that are not run: their outputs were given


class RunSummary(StatusAnswer, RunName):
    """A run in a list."""

    flow_name: str  #: what the flow is called
    flow_name_zh: str | None  #: for people who read Chinese
    test: DraftTestAnswer | None = None  #: how it tests a draft; null: it is no test
    machine: str | None = None  #: which machine it is on; null: there is only one
    times: TimesAnswer  #: created_at, queued_at, started_at, finished_at, last_event_at (RFC 3339, UTC), duration_s


class ListedRun(RunSummary):
    """A run in a list, with what its worker told last."""

    node: Annotated[str | None, Field(description="where a run at work is")]
    progress: Annotated[ProgressAnswer | None, Field(description="as told last; how far interrupted ones came")]
    process: Annotated[ProcessAnswer | None, Field(description="of runs at work")]
    unreachable_since: str | None = None  #: its machine cannot be reached since then: this is what was known last


class StacksAnswer(Shape):
    """What the threads of a run's worker are doing."""

    thread_id: str
    stacks: str  #: as Python writes them; empty if the worker did not answer within 3 s


class ForkAnswer(Shape):
    """Where a run was forked; that run may be deleted since."""

    thread_id: str
    checkpoint_id: str


class ScheduleOfRun(Shape):
    """The schedule that started a run."""

    id: str
    title: str | None


class FileGuardAnswer(Shape):
    """What the file guard kept the run's functions from."""

    refusals: int  #: how often
    details: list[str]  #: what was tried, on which path, against which rule: the first ones, each once


class ResultFile(Shape):
    """A file that a run left."""

    name: str  #: its path below the outputs
    size: int
    content_type: str
    registered: bool  #: whether a function gave it to `artifact()`


class ResultFolder(Shape):
    """Files of a run that are not named one by one."""

    name: str  #: the folder below the outputs
    files: int


class ResultItems(Shape):
    """The items of all durable loops together."""

    total: int
    done: int
    failed: int
    skipped: int


class ResultAnswer(Shape):
    """What a run left: the files worth looking at first, and the state in short."""

    files: list[ResultFile]  #: registered ones first, in that order, then others by folder; 20 at most
    folders: list[ResultFolder]  #: the files that are not among these, folder by folder
    more: int  #: files that are in neither
    state: dict[str, Any]  #: what differs from the input; long values as previews, as in the state's answer
    truncated: bool  #: whether something of the state is left out or shortened
    items: ResultItems


class CalledFlowAnswer(Shape):
    """A flow that a node calls, and its version, which is the same for the whole run."""

    node: str
    flow_id: str
    version: int


class RunAnswer(RunSummary):
    """A run, whole."""

    input: dict[str, Any]  #: what the run was started with, without secrets
    forked_from: ForkAnswer | None  #: the run and checkpoint it was forked from
    parent: ParentAnswer | None  #: the run that started it and waits for its end
    children: list[ChildAnswer]  #: runs that it started, the oldest first; 100 at most
    waits: list[WaitAnswer]  #: what it waits for, with a process or without one, the oldest first
    schedule: Annotated[
        ScheduleOfRun | None,
        Field(description="the schedule that started it, as long as there is one that remembers"),
    ]
    begun: BegunAnswer | None  #: the event of its BPMN file that brought it about
    current_nodes: list[str]  #: ids of the nodes at hand
    open_visits: list[OpenVisitAnswer]  #: the visits that are not over, oldest first
    progress: ProgressAnswer  #: how far it is: of several visits, the one that told last
    code: Annotated[
        str | None,
        Field(description="hash of the kept code that it is executed with; null: what the flows folders have"),
    ]
    environment: Annotated[str | None, Field(description="hash of its environment; null: it has none, or none yet")]
    subflows: list[CalledFlowAnswer]  #: the flows that nodes of it call; their nodes are called `node/inner`
    nodes: list[NodeAnswer]  #: id, label, label_zh, status, visits, started_at and duration_s of each node
    edges: list[EdgeAnswer] | None  #: those that it went by; null: an older renflow ended it, and did not count
    process: ProcessAnswer | None  #: the worker at hand
    cluster: ClusterAnswer | None  #: its lanes on a cluster, or that it waits for one; null: it uses none
    attempts: list[AttemptAnswer]  #: every worker that the run had
    disk_mb: Annotated[
        float | None, Field(description="MiB of the run's folder; null: none yet, or too many files to look at")
    ]
    file_guard: FileGuardAnswer  #: what functions were kept from
    result: ResultAnswer | None  #: what it left; null while it is at work, or cannot be read


class RunPage(Shape):
    items: list[ListedRun]  #: runs, newest first or as asked for
    next: str | None  #: the cursor of the next page; null: there is none
    total: int  #: how many runs the filter lets through, on all pages
    unreachable: list[str] = []  #: machines whose runs are shown as they were known last


class CommandAnswer(Shape):
    """A command was accepted; its effect follows."""

    thread_id: Annotated[str, Field(description="the run; of a retry of a finished one the new run")]
    status: RunStatus
    signal_id: Annotated[int | None, Field(description="of the command; null: a new run does what was asked")]
