"""The one place that knows how a run may move.

Every status, every move between two of them and every set derived from the table lives here; the storage layer
moves a run by one guarded statement over this table, and the diagram in ARCHITECTURE.md is drawn from it.
"""

from enum import Enum


class RunStatus(str, Enum):
    """Where a run stands."""

    PENDING = "pending"  #: accepted; waits for a worker
    RUNNING = "running"  #: one worker process owns it
    INTERRUPTED = "interrupted"  #: paused, or waits for an answer; no process
    RECOVERING = "recovering"  #: its worker died; a new attempt is due
    FINISHED = "finished"  #: the flow reached its end
    ERROR = "error"  #: the flow, or its process, broke; resumable by hand
    CANCELLED = "cancelled"  #: ended because someone asked


class Reason(str, Enum):
    """Why a run stands where it stands."""

    PAUSED = "paused"  #: someone asked it to pause
    QUESTION = "question"  #: a node asked something and waits for the answer
    FORM = "form"  #: it waits for somebody to fill in a form
    WAITING = "waiting"  #: it waits for a time, a message or another run
    SHUTDOWN = "shutdown"  #: the supervisor stopped; it continues at the next start
    CRASH = "crash"  #: its worker died
    CRASH_LOOP = "crash_loop"  #: its worker died again and again without progress
    NODE_ERROR = "node_error"  #: a node raised
    NODE_TIMEOUT = "node_timeout"  #: a node ran out of its time
    STEP_LIMIT = "step_limit"  #: more visits than limits.maxSteps
    CODE_CHANGED = "code_changed"  #: the functions changed, and the flow refuses to go on with others
    ENGINE = "engine"  #: renflow met an error with this run that it did not foresee
    START_FAILED = "start_failed"  #: the flow could not be loaded or compiled
    DISK_FULL = "disk_full"  #: it waits until there is space again
    HOME_FULL = "home_full"  #: it waits until the data directory has room within home_max_bytes; shown, never stored
    CANNOT_START_WORKER = (
        "cannot_start_worker"  #: it waits until the system starts a worker process; shown, never stored
    )
    DATABASE_BUSY = "database_busy"  #: it waits until another program lets the database go
    STORAGE = "storage"  #: its files could not be read or written; it tries again
    DEPENDENCIES = "dependencies"  #: it waits for the package index, to install what its functions need
    CLUSTER_UNREACHABLE = "cluster_unreachable"  #: it waits for the cluster that its items run on
    MEMORY = "memory"  #: its worker used more memory than the limit and makes room for a fresh one
    ISOLATION = "isolation"  #: the node that is due has a worker process of its own, or the one before it had


MOVES: dict[RunStatus, frozenset[RunStatus]] = {
    RunStatus.PENDING: frozenset(
        {RunStatus.RUNNING, RunStatus.INTERRUPTED, RunStatus.CANCELLED, RunStatus.ERROR},
    ),
    RunStatus.RUNNING: frozenset(
        {RunStatus.INTERRUPTED, RunStatus.RECOVERING, RunStatus.FINISHED, RunStatus.ERROR, RunStatus.CANCELLED},
    ),
    RunStatus.INTERRUPTED: frozenset({RunStatus.PENDING, RunStatus.CANCELLED}),
    RunStatus.RECOVERING: frozenset(
        {RunStatus.RUNNING, RunStatus.INTERRUPTED, RunStatus.ERROR, RunStatus.CANCELLED},
    ),
    RunStatus.ERROR: frozenset({RunStatus.PENDING, RunStatus.CANCELLED}),
    RunStatus.FINISHED: frozenset(),
    RunStatus.CANCELLED: frozenset(),
}

FINAL = frozenset(status for status, after in MOVES.items() if not after)
#: Statuses in which a run has, or is about to get, a worker.
ACTIVE = frozenset({RunStatus.PENDING, RunStatus.RUNNING, RunStatus.RECOVERING})


def sources(target: RunStatus) -> frozenset[RunStatus]:
    """The statuses from which a run may come to `target`."""
    return frozenset(before for before, after in MOVES.items() if target in after)


#: The statuses in which each command is accepted.
COMMANDS: dict[str, frozenset[RunStatus]] = {
    "pause": ACTIVE,
    "resume": sources(RunStatus.PENDING),
    "retry": frozenset({RunStatus.ERROR}),
    "cancel": sources(RunStatus.CANCELLED),
}


#: Why an interrupted run goes on by itself when something comes.
WAITS = frozenset({Reason.FORM, Reason.WAITING})


def takes(command: str, status: RunStatus, reason: Reason | None = None) -> bool:
    """Whether a run takes a command. One that would go on by itself can be paused: then it does not."""
    waits = command == "pause" and status is RunStatus.INTERRUPTED and reason in WAITS
    return waits or status in COMMANDS[command]


def allowed_commands(status: RunStatus, reason: Reason | None = None) -> list[str]:
    """The commands a run takes in this status, in alphabetical order."""
    return sorted(command for command in COMMANDS if takes(command, status, reason))
