"""Exits: how and why a worker ended, as a value and in words."""

import signal
from dataclasses import dataclass
from enum import Enum

from workflow_engine_shared.protocol.exit_codes import WorkerExit

_SIGKILL = 9


class Fate(Enum):
    """Why a worker ended, as far as we had a hand in it. The value completes "the worker …"."""

    DIED = "ended"  #: by itself
    STOPPED = "was ended because the supervisor stopped"
    CANCELLED = "was ended because its run was cancelled"
    TIMED_OUT = "was ended because its node ran out of time"
    NOT_BEGUN = "did not reach its first node in time and was ended; importing the flow's modules may hang"
    HUNG = "gave no sign of life for too long and was ended"
    TOO_BIG = "used more memory than it may and was ended"


_WORDS: dict[int | None, str] = {
    None: "ended while no supervisor was watching",
    WorkerExit.DONE: "left without a result (exit code 0)",
    WorkerExit.BROKEN: f"broke (exit code {WorkerExit.BROKEN:d}); stderr.log tells why",
    WorkerExit.BUSY: "waited too long for a locked database",
    WorkerExit.DISK_FULL: "found the disk full",
    WorkerExit.OFFLINE: "could not reach the package index",
    WorkerExit.NO_CLUSTER: "could not reach the cluster that its items run on",
    WorkerExit.STORAGE: f"could not read or write its files (exit code {WorkerExit.STORAGE:d})",
    WorkerExit.FENCED: f"found the run in other hands and left (exit code {WorkerExit.FENCED:d})",
    WorkerExit.RESTART: "left at a safe point because it used much memory",
    WorkerExit.ENVIRONMENT: "left so that the run goes on in its environment",
    WorkerExit.ISOLATED: "left between two nodes because one has a process of its own",
}


@dataclass(frozen=True)
class WorkerEnd:
    """The end of the worker that held a run in some epoch."""

    epoch: int
    code: int | None = None  #: None: unknown, it was not our child
    fate: Fate = Fate.DIED
    visit: int | None = None  #: the visit that ran out of time
    memory: str = ""  #: what it used when it was measured last, as a sentence; empty: it was not
    claimed: bool = True  #: it is known to have taken the run; if the run waits all the same, somebody resumed it since

    clock_set_s: float = 0.0  #: by so much the wall clock was set while it held the run

    @property
    def killed(self) -> bool:
        """Whether somebody else killed it: an operator, or the system because memory ran out."""
        return self.fate is Fate.DIED and self.code == -_SIGKILL

    @property
    def words(self) -> str:
        """The end in words that complete "the worker …"."""
        return exit_words(self.code) if self.fate is Fate.DIED else self.fate.value


def exit_words(code: int | None) -> str:
    """An exit code in words that complete "the worker …"."""
    if code is None or code in _WORDS:
        return _WORDS[code]
    if code < 0:
        name = _signal_name(-code)
        hint = ", perhaps because memory ran out" if -code == _SIGKILL else ""
        return f"was killed by {name}{hint}"
    return f"exited with code {code}" + (f" (0x{code:08X})" if code > 255 else "")  # noqa: PLR2004 - Windows codes


def _signal_name(number: int) -> str:
    try:
        return f"signal {number} ({signal.Signals(number).name})"
    except ValueError:
        return f"signal {number}"
