"""Everything that crosses the pipe between the supervisor and a worker.

Frames only make things fast and live: every command and every change is a committed row before it is told here, so
any frame may be lost. A message of an unknown kind is counted and ignored; kinds and fields are only ever added.
"""

from typing import TypeAlias

import msgspec

from workflow_engine_shared.units import GIB, MIB

PROTOCOL = 1


class _Message(msgspec.Struct, frozen=True, tag_field="kind", omit_defaults=True):
    pass


class LogLimits(msgspec.Struct, frozen=True, omit_defaults=True):
    """The limits of a run's log."""

    max_bytes: int = 10 * MIB  #: a file is set aside at this size
    max_total: int = GIB  #: of all files, the older ones compressed
    lines_per_s: int = 20_000
    stderr_max_bytes: int = 10 * MIB


# -- supervisor to worker -------------------------------------------------------------------------------------------


class Start(_Message, tag="start", frozen=True):
    """Take this run."""

    home: str
    thread_id: str
    epoch: int
    instance: str
    log_limits: LogLimits = LogLimits()
    mask_keys: tuple[str, ...] = ()  #: further names of secrets
    file_guard: bool = True  #: keep functions from files that are not theirs
    allow_paths: tuple[str, ...] = ()  #: further folders that functions may read and write
    disabled_functions: tuple[str, ...] = ()  #: names that may not be called
    dependencies: str = "auto"  #: which packages are installed: auto, declared or off
    index_url: str = ""  #: where they come from; empty: PyPI
    grace: float = 10.0  #: seconds between a visit's limit and the worker's end by force
    hang_timeout: float = 600.0  #: seconds without a sign of life after which it is ended


class SignalsWaiting(_Message, tag="signals_waiting", frozen=True):
    """Look at the signals table."""


class Stop(_Message, tag="stop", frozen=True):
    """Stop at the next safe point; the run continues at the supervisor's next start."""


class Restart(_Message, tag="restart", frozen=True):
    """Leave at the next safe point; a fresh worker goes on at once."""


class DumpStacks(_Message, tag="dump_stacks", frozen=True):
    """Write every thread's stack to stderr.log."""


# -- worker to supervisor -------------------------------------------------------------------------------------------


class Ready(_Message, tag="ready", frozen=True):
    """The engine is imported; give me a run."""

    protocol: int
    pid: int


class Beat(_Message, tag="beat", frozen=True):
    """The interpreter is alive; every second."""

    node: str | None
    visit: int
    rss: int  #: bytes


class NodeMoved(_Message, tag="node", frozen=True):
    """A visit began or ended."""

    node: str
    visit: int
    status: str  #: running, finished, failed or skipped
    attempt: int  #: counts from 1
    timeout: float | None = None  #: seconds this visit may take, sent with "running"


class Progress(_Message, tag="progress", frozen=True):
    """How far the loop at hand is."""

    node: str
    label: str = ""  #: the loop's name; empty: units that the function counts itself
    done: int = 0
    failed: int = 0
    skipped: int = 0
    total: int | None = None  #: None: not known
    message: str | None = None
    rate: float | None = None  #: items or units a second, over the last half minute
    eta_s: float | None = None  #: seconds until all of them are done, at this rate


class Signalled(_Message, tag="signalled", frozen=True):
    """A row of this run changed in workflow.db."""


class LogGrew(_Message, tag="log_grew", frozen=True):
    """logs.jsonl has new lines."""


class Bye(_Message, tag="bye", frozen=True):
    """My last row is committed; I am leaving."""


ToWorker: TypeAlias = Start | SignalsWaiting | Stop | Restart | DumpStacks
ToSupervisor: TypeAlias = Ready | Beat | NodeMoved | Progress | Signalled | LogGrew | Bye
