"""Worker handles: all that the supervisor may ask of a worker, wherever it runs and whoever launched it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from workflow_engine_shared.protocol.heartbeat_file import Vitals
from workflow_engine_shared.protocol.messages import Start, ToSupervisor, ToWorker
from workflow_engine_shared.storage.workflow.rows import WorkerRow
from workflow_engine_supervisor.processes.live_worker import LiveRun
from workflow_engine_supervisor.processes.liveness import WorkerHealth

#: Frames of the pipe, or what a worker without a pipe left in its run's folder.
WorkerMessage: TypeAlias = ToSupervisor | Vitals
OnMessage: TypeAlias = Callable[["WorkerHandle", WorkerMessage], None]
#: The exit code is None when it is unknown.
OnExit: TypeAlias = Callable[["WorkerHandle", int | None], None]


@dataclass(frozen=True)
class Assignment:
    """One run, given to one worker. The epoch is the fencing token: what a worker of an older one writes is refused."""

    thread_id: str
    epoch: int
    assigned_at: str


class WorkerHandle(Protocol):
    """One worker. Any thread may ask."""

    @property
    def instance(self) -> str:
        """The worker's name for good; its process id may be given to somebody else."""

    @property
    def pid(self) -> int: ...

    @property
    def assignment(self) -> Assignment | None:
        """The run it was given; None: it is a spare."""

    @property
    def adopted(self) -> bool:
        """Whether a supervisor before us launched it: it need not end with us."""

    @property
    def claimed(self) -> bool:
        """Whether it is known to have taken its run."""

    @property
    def starting(self) -> bool:
        """Whether it still needs the machine for its own start."""

    @property
    def beats(self) -> int:
        """How many beats came from it."""

    def watch(self, on_message: OnMessage, on_exit: OnExit) -> None:
        """Report its messages, and its end once, from whatever thread learns of them.

        When its end is reported, nothing that it started is left and its run's lock is free.
        """

    def poll(self) -> None:
        """Look at what nobody reports by itself; called every second by the monitor's thread."""

    def send(self, message: ToWorker) -> None:
        """Ring, if there is a pipe; what is rung for is a row that every worker polls."""

    def ask_to_stop(self) -> None:
        """Ask it to stop at its next safe point; its run goes on at the next supervisor's start."""

    def ask_to_restart(self) -> None:
        """Ask it to leave at its next safe point, so that a fresh worker goes on at once."""

    def request_stacks(self) -> None:
        """Ask it to write every thread's stack to stderr.log; it does so while its interpreter runs."""

    def force_stacks(self) -> None:
        """Have them written while native code holds the interpreter; while Python code runs it may end the process."""

    def alive(self) -> bool:
        """Whether it still runs."""

    def is_stopped(self) -> bool:
        """Whether somebody suspended it."""

    def silence(self) -> str:
        """What it does while it says nothing: "stopped", "busy" (in native code), "blocked", or "gone"."""

    def live(self, health: WorkerHealth) -> LiveRun | None:
        """What is known of it while it holds a run; None: it holds none."""

    def kill(self) -> None:
        """End it and everything it started, now; one that is gone makes no trouble."""


class SpareWorker(WorkerHandle, Protocol):
    """A worker that was launched by us, and may be given a run."""

    @property
    def pid_created_at(self) -> float:
        """When the process began, as the system says."""

    @property
    def ready(self) -> bool:
        """Whether the engine is imported."""

    def assign(self, start: Start, assigned_at: str) -> None:
        """Hand it its run."""

    def dismiss(self) -> None:
        """Let it leave, if it has no run."""


class Launcher(Protocol):
    """Where workers come from."""

    def prepare(self, wake: Callable[[], None]) -> bool:
        """Get ready to launch; False: it takes a while, then `wake` is called, from any thread."""

    def launch(self) -> SpareWorker:
        """Start a worker that imports the engine and waits for a run.

        Raises:
            CannotStartWorker: the system refused.
        """

    def adopt(self, row: WorkerRow) -> WorkerHandle:
        """Take up a worker that a supervisor before us launched, alive or not."""

    def close(self) -> None:
        """No more workers are wanted; those that run live on."""
