"""What follows from a worker's death. Pure: facts in, a decision out; no I/O, no clock, no process.

The delay rule is the usual capped exponential back-off; counting only deaths *without progress* keeps a run alive
that crashes now and then for ten hours, and stops one that always dies at the same place.
"""

from dataclasses import dataclass

import msgspec

from workflow_engine_shared.errors import (
    CrashLoop,
    DatabaseBusy,
    DiskFull,
    ErrorData,
    OutOfMemory,
    PackageIndexUnreachable,
    RenError,
    StorageFailure,
)
from workflow_engine_shared.protocol.exit_codes import WorkerExit
from workflow_engine_shared.run_status import Reason
from workflow_engine_shared.storage.workflow.rows import RunRow
from workflow_engine_supervisor.processes.exits import Fate, exit_words

MAX_CRASHES = 3
MAX_DELAY_S = 300.0
JITTER = 0.2
#: When the disk is full or a database is locked, try again so much later.
WAIT_S = 10.0


#: Ended by us for something that says nothing against the run.
_UNCOUNTED = {Fate.STOPPED: Reason.SHUTDOWN, Fate.CANCELLED: Reason.CRASH, Fate.TIMED_OUT: Reason.NODE_TIMEOUT}
#: The machine's trouble is not the run's.
_TROUBLE: dict[int | None, tuple[Reason, type[RenError]]] = {
    WorkerExit.BUSY: (Reason.DATABASE_BUSY, DatabaseBusy),
    WorkerExit.DISK_FULL: (Reason.DISK_FULL, DiskFull),
    WorkerExit.STORAGE: (Reason.STORAGE, StorageFailure),
    WorkerExit.OFFLINE: (Reason.DEPENDENCIES, PackageIndexUnreachable),
}


@dataclass(frozen=True)
class Exit:
    """How a worker process ended."""

    code: int | None  #: None: it was not our child, its code is unknown
    mark: str | None  #: how far it came: its newest checkpoint and step
    last_lines: str = ""  #: of stderr.log
    fate: Fate = Fate.DIED
    alone: bool = True  #: False: many runs' workers are dying, which is no single run's fault

    @property
    def words(self) -> str:
        """The end in words that complete "the worker …"."""
        return exit_words(self.code) if self.fate is Fate.DIED else self.fate.value


@dataclass(frozen=True)
class Restart:
    """A new attempt after `delay` seconds."""

    delay: float
    crashes: int
    reason: Reason = Reason.CRASH
    error: ErrorData | None = None  #: what the machine lacks, while the run waits for it


@dataclass(frozen=True)
class GiveUp:
    """No further attempt by itself."""

    error: ErrorData


def decide_restart(row: RunRow, end: Exit, chance: float) -> Restart | GiveUp:
    """Decide what follows the death of a run's worker. `chance` is a random number in [0, 1)."""
    if end.fate is Fate.DIED and end.code in _TROUBLE:
        reason, error = _TROUBLE[end.code]
        return Restart(WAIT_S, row.crashes, reason, error(_last_line(end.last_lines)).data())
    if end.fate in _UNCOUNTED:
        return Restart(0.0, row.crashes, _UNCOUNTED[end.fate])
    if not end.alone:
        return Restart(WAIT_S, row.crashes)
    progressed = end.mark is not None and end.mark != row.progress_mark
    crashes = 1 if progressed else row.crashes + 1
    big = end.fate is Fate.TOO_BIG or end.code == WorkerExit.RESTART
    if crashes < MAX_CRASHES:
        return Restart(restart_delay(crashes, chance), crashes, Reason.MEMORY if big else Reason.CRASH)
    kind = OutOfMemory if big else CrashLoop
    loop = kind(f"The worker died {crashes} times without any progress; the last time it {end.words}.")
    return GiveUp(msgspec.structs.replace(loop.data(), traceback=end.last_lines or None))


def restart_delay(crashes: int, chance: float) -> float:
    """Seconds before the next attempt: none after the first death, then 2, 4, 8 … up to 300, each ± 20 %."""
    if crashes <= 1:
        return 0.0
    return min(2.0 ** (crashes - 1), MAX_DELAY_S) * (1 - JITTER + 2 * JITTER * chance)


def _last_line(text: str) -> str | None:
    """What the worker said last, which is what it met."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else None
