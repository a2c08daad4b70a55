"""The restart policy decides what follows a worker's death. Pure: facts in, a move out; no I/O, no clock, no process.

The delay is the usual capped exponential back-off; counting only deaths *without progress* keeps a run alive that
crashes now and then for ten hours, and stops one that always dies at the same place.
"""

from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from workflow_engine_shared.clock import moment_after, seconds_between
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
from workflow_engine_shared.errors.cluster import ClusterUnreachable
from workflow_engine_shared.protocol.exit_codes import WorkerExit
from workflow_engine_shared.run_status import Reason
from workflow_engine_shared.storage.workflow import moves
from workflow_engine_shared.storage.workflow.rows import RunRow, Streak
from workflow_engine_supervisor.processes.exits import Fate, WorkerEnd

MAX_CRASHES = 3
#: A kill from outside - an operator, the system that has no memory left - says less against the run than a crash.
MAX_KILLS = 10
MAX_DELAY_S = 300.0
JITTER = 0.2
#: When the disk is full or a database is locked, try again so much later; the longer it lasts, the less often.
WAIT_S = 10.0
MAX_WAIT_S = 60.0
MACHINE_WAIT_S = 86400.0
#: A machine that slept has not been waited for: so often it was tried before a run is given up.
MIN_TRIES = 3


@dataclass(frozen=True)
class ExitFacts:
    """What the policy must know beside the run's row and its worker's end."""

    progress_mark: str | None  #: how far the run came: its newest checkpoint and step; None: nothing readable
    now: str
    chance: float  #: a random number in [0, 1), for the jitter
    last_output: str = ""  #: the end of stderr.log
    alone: bool = True  #: False: many runs' workers are dying, which is no single run's fault
    machine_wait: float = MACHINE_WAIT_S  #: the setting
    machine: str = ""  #: the machine's memory, as a sentence


class _Excused(NamedTuple):
    """The death says nothing against the run and is not counted: the next attempt follows after `delay` seconds."""

    reason: Reason
    delay: float = 0.0
    lack: type[RenError] | None = None  #: what the machine lacks


class _Counted(NamedTuple):
    """The death counts; the run fails with `failure` after too many of them without progress."""

    reason: Reason
    failure: type[RenError]


#: The worker left because the machine lacks something.
_BY_CODE: dict[int | None, _Excused] = {
    WorkerExit.BUSY: _Excused(Reason.DATABASE_BUSY, WAIT_S, DatabaseBusy),
    WorkerExit.DISK_FULL: _Excused(Reason.DISK_FULL, WAIT_S, DiskFull),
    WorkerExit.STORAGE: _Excused(Reason.STORAGE, WAIT_S, StorageFailure),
    WorkerExit.OFFLINE: _Excused(Reason.DEPENDENCIES, WAIT_S, PackageIndexUnreachable),
    WorkerExit.NO_CLUSTER: _Excused(Reason.CLUSTER_UNREACHABLE, WAIT_S, ClusterUnreachable),
    WorkerExit.ISOLATED: _Excused(Reason.ISOLATION),
    WorkerExit.ENVIRONMENT: _Excused(Reason.DEPENDENCIES),
}
#: We ended the worker, for something that says nothing against the run.
_BY_FATE = {
    Fate.STOPPED: _Excused(Reason.SHUTDOWN),
    Fate.CANCELLED: _Excused(Reason.CRASH),
    Fate.TIMED_OUT: _Excused(Reason.NODE_TIMEOUT),
}
_ONE_OF_MANY = _Excused(Reason.CRASH, WAIT_S)
_TOO_BIG = _Counted(Reason.MEMORY, OutOfMemory)
_CRASH = _Counted(Reason.CRASH, CrashLoop)
KILLED = (
    "Look who killed it (the system's log names what ran out of memory); let the function hold less at once, or lower "
    "memory_limit_mb, so that the worker is replaced before; then resume."
)


def decide_restart(row: RunRow, end: WorkerEnd, facts: ExitFacts) -> moves.Lost | moves.Failed:
    """Decide the move of a run whose worker died: another attempt, or none."""
    verdict = _verdict(end, alone=facts.alone)
    progressed = facts.progress_mark is not None and facts.progress_mark != row.progress_mark
    before, streak = (0, Streak()) if progressed else (row.crashes, row.streak)
    if isinstance(verdict, _Excused):
        return _excused(end, facts, verdict, before, streak)
    crashes = before + 1
    kills = streak.kills + end.killed
    if kills < MAX_KILLS and crashes - kills < MAX_CRASHES:
        streak = Streak(kills=kills)
        delay = restart_delay(crashes, facts.chance)
        return _lost(end, facts, verdict.reason, crashes=crashes, delay=delay, streak=streak)
    return moves.Failed(end.epoch, Reason.CRASH_LOOP, _given_up(end, facts, verdict, crashes))


def _given_up(end: WorkerEnd, facts: ExitFacts, verdict: _Counted, crashes: int) -> ErrorData:
    loop = verdict.failure(f"The worker died {crashes} times without any progress; the last time it {end.words}.")
    if end.killed:
        loop = verdict.failure(" ".join(filter(None, (loop.detail, end.memory, facts.machine))), hint=KILLED)
    return msgspec.structs.replace(loop.data(), traceback=facts.last_output or None)


def _excused(
    end: WorkerEnd, facts: ExitFacts, verdict: _Excused, crashes: int, streak: Streak
) -> moves.Lost | moves.Failed:
    """Another attempt, for as long as the machine is waited for."""
    if not verdict.delay:
        return _lost(end, facts, verdict.reason, crashes=crashes, delay=0.0, streak=streak)
    since, tries = streak.since or facts.now, streak.tries + 1
    waited = seconds_between(since, facts.now)
    met = _last_line(facts.last_output)
    if waited >= facts.machine_wait and tries > MIN_TRIES:
        kind, reason = (CrashLoop, Reason.CRASH_LOOP) if verdict.lack is None else (verdict.lack, verdict.reason)
        what = f"The run waited {_hours(waited)} without any progress, and was tried {tries} times; the last time its"
        return moves.Failed(end.epoch, reason, kind(f"{what} worker {end.words}: {met or 'it said nothing'}").data())
    error = None
    if verdict.lack is not None:
        lack = verdict.lack(met).data()
        until = (
            f"Tried {tries} times since {since}; without any progress the run fails after {_hours(facts.machine_wait)}."
        )
        error = msgspec.structs.replace(lack, hint=f"{lack.hint} {until}")
    streak = Streak(since, tries, streak.kills)
    delay = min(MAX_WAIT_S, max(verdict.delay, waited / 10))
    return _lost(end, facts, verdict.reason, crashes=crashes, delay=delay, error=error, streak=streak)


def _verdict(end: WorkerEnd, *, alone: bool) -> _Excused | _Counted:
    if end.fate is Fate.DIED and end.code in _BY_CODE:
        return _BY_CODE[end.code]
    if end.fate in _BY_FATE:
        return _BY_FATE[end.fate]
    if not alone:
        return _ONE_OF_MANY
    return _TOO_BIG if end.fate is Fate.TOO_BIG or end.code == WorkerExit.RESTART else _CRASH


def _lost(
    end: WorkerEnd,
    facts: ExitFacts,
    reason: Reason,
    *,
    crashes: int,
    delay: float,
    streak: Streak,
    error: ErrorData | None = None,
) -> moves.Lost:
    return moves.Lost(
        epoch=end.epoch,
        exit_code=end.code,
        message=f"The worker {end.words}.",
        crashes=crashes,
        progress_mark=facts.progress_mark,
        due_at=moment_after(facts.now, delay),
        reason=reason,
        error=error,
        streak=streak,
    )


def restart_delay(crashes: int, chance: float) -> float:
    """Seconds before the next attempt: none after the first death, then 2, 4, 8 … up to 300, each ± 20 %."""
    if crashes <= 1:
        return 0.0
    return min(2.0 ** (crashes - 1), MAX_DELAY_S) * (1 - JITTER + 2 * JITTER * chance)


def _hours(seconds: float) -> str:
    return f"{seconds / 3600:.3g} h" if seconds >= 3600 else f"{seconds:.3g} s"  # noqa: PLR2004 - an hour


def _last_line(text: str) -> str | None:
    """What the worker said last, which is what it met."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else None
