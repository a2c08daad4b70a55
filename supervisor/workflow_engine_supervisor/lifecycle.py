"""What follows from a worker's death. Pure: facts in, a decision out; no I/O, no clock, no process.

The delay rule is the usual capped exponential back-off; counting only deaths *without progress* keeps a run alive
that crashes now and then for ten hours, and stops one that always dies at the same place.
"""

import signal
from dataclasses import dataclass

import msgspec

from workflow_engine_shared.errors import CrashLoop, ErrorData
from workflow_engine_shared.storage.rows import RunRow

MAX_CRASHES = 3
MAX_DELAY_S = 300.0
JITTER = 0.2
#: A worker says that its storage failed, or that a newer epoch owns its run.
EXIT_STORAGE, EXIT_FENCED = 74, 75
#: When the disk is full or broken, try again so much later.
STORAGE_DELAY_S = 10.0
_SIGKILL = 9


@dataclass(frozen=True)
class Exit:
    """How a worker process ended."""

    code: int | None  #: None: it was not our child, its code is unknown
    mark: str | None  #: how far it came: its newest checkpoint and step
    last_lines: str = ""  #: of stderr.log
    counts: bool = True  #: False: we ended it ourselves
    storage_works: bool = True  #: its folder can be written


@dataclass(frozen=True)
class StartAgain:
    """A new attempt after `delay` seconds."""

    delay: float
    crashes: int
    words: str


@dataclass(frozen=True)
class GiveUp:
    """No further attempt by itself."""

    error: ErrorData
    words: str


def after_death(row: RunRow, end: Exit, chance: float) -> StartAgain | GiveUp:
    """Decide what follows the death of a run's worker. `chance` is a random number in [0, 1)."""
    words = exit_words(end.code)
    if not end.storage_works:
        return StartAgain(STORAGE_DELAY_S, row.crashes, words)  # the machine's trouble is not the run's
    if not end.counts:
        return StartAgain(0.0, row.crashes, words)
    progressed = end.mark is not None and end.mark != row.progress_mark
    crashes = 1 if progressed else row.crashes + 1
    if crashes >= MAX_CRASHES:
        loop = CrashLoop(f"The worker died {crashes} times without any progress; the last time it {words}.")
        return GiveUp(msgspec.structs.replace(loop.data(), traceback=end.last_lines or None), words)
    return StartAgain(restart_delay(crashes, chance), crashes, words)


def restart_delay(crashes: int, chance: float) -> float:
    """Seconds before the next attempt: none after the first death, then 2, 4, 8 … up to 300, each ± 20 %."""
    if crashes <= 1:
        return 0.0
    return min(2.0 ** (crashes - 1), MAX_DELAY_S) * (1 - JITTER + 2 * JITTER * chance)


def exit_words(code: int | None) -> str:
    """A process's end in words that complete "the worker …"."""
    if code is None:
        return "ended while no supervisor was watching"
    if code == 0:
        return "left without a result (exit code 0)"
    if code == EXIT_STORAGE:
        return f"could not read or write its files (exit code {code})"
    if code == EXIT_FENCED:
        return f"found the run in other hands and left (exit code {code})"
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
