"""Everything that crosses the pipe between the supervisor and a worker, and the socket to the template of workers.

Frames only make things fast and live: every command and every change is a committed row before it is told here, so
any frame may be lost. A message of an unknown kind is counted and ignored; kinds and fields are only ever added.

docs/messages.md is drawn from this module: every field says in its comment what it is, with its unit.
"""

from typing import TypeAlias

import msgspec

from workflow_engine_shared.units import GIB, MIB
from workflow_engine_shared.vocabulary import VisitStatus

#: A worker says it in its first frame; another one is logged, and the run goes on by rows.
PROTOCOL = 1


class _Message(msgspec.Struct, frozen=True, tag_field="kind", omit_defaults=True):
    pass


class LogLimits(msgspec.Struct, frozen=True, omit_defaults=True):
    """The limits of a run's log."""

    max_bytes: int = 10 * MIB  #: bytes at which a file is set aside
    max_total: int = GIB  #: bytes of all files together, the older ones compressed
    lines_per_s: int = 20_000  #: lines a second; what is more is dropped and counted
    stderr_max_bytes: int = 10 * MIB  #: bytes of stderr.log


# -- supervisor to worker -------------------------------------------------------------------------------------------


class Start(_Message, tag="start", frozen=True):
    """Take this run. Sent once, after `ready`, when the run's turn has come."""

    home: str  #: path of the data directory
    thread_id: str  #: the run's id
    epoch: int  #: the fencing token of this worker's assignment
    log_limits: LogLimits = LogLimits()  #: what the run's log may become
    mask_keys: tuple[str, ...] = ()  #: further names of secrets
    file_guard: bool = True  #: whether functions are kept from files that are not theirs
    allow_paths: tuple[str, ...] = ()  #: further folders that functions may read and write
    disabled_functions: tuple[str, ...] = ()  #: names that may not be called
    require_signature: str = "off"  #: whether versions of flows must be signed: off, warn or enforce
    dependencies: str = "auto"  #: which packages are installed: auto, declared or off
    index_url: str = ""  #: where packages come from; empty: PyPI
    grace: float = 10.0  #: seconds between a visit's limit and the worker's end by force
    hang_timeout: float = 600.0  #: seconds without a sign of life after which the worker is ended
    item_processes: str = "auto"  #: where processes for items come from: auto, fork or spawn
    ray_address: str = ""  #: of the cluster for loops with pool="ray": host:port, or local; empty: there is none
    ray_start_timeout: float = 120.0  #: seconds without a lane after which a run waits for its cluster
    ray_max_result_mb: int = 64  #: MiB that an item's result may have there
    ray_packages: str = "off"  #: whether Ray installs packages on its machines: off or auto
    allow_addresses: tuple[str, ...] = ()  #: networks that http nodes may reach besides public ones
    force_tokens: bool = False  #: whether flows without branches run as those with branches do


class SignalsWaiting(_Message, tag="signals_waiting", frozen=True):
    """Look at the signals table. Sent after a command of the run was committed."""


class Stop(_Message, tag="stop", frozen=True):
    """Stop at the next safe point; the run continues at the supervisor's next start. Sent when the supervisor stops."""


class Restart(_Message, tag="restart", frozen=True):
    """Leave at the next safe point; a fresh worker goes on at once. Sent when the worker uses too much memory."""


class DumpStacks(_Message, tag="dump_stacks", frozen=True):
    """Write every thread's stack to stderr.log. Sent when somebody asks, and before the worker is ended by force."""


# -- worker to supervisor -------------------------------------------------------------------------------------------


class Ready(_Message, tag="ready", frozen=True):
    """The engine is imported; give me a run. Sent once, before anything else."""

    protocol: int  #: `PROTOCOL` of the worker's version
    pid: int  #: of the worker's process


class OpenVisit(msgspec.Struct, frozen=True, omit_defaults=True):
    """A visit that is under way."""

    node: str  #: the node's id
    visit: int  #: the visit's number in the run
    attempt: int = 1  #: of this visit, counted from 1
    timeout: float | None = None  #: seconds this visit may take, counted from when that was told first


class Beat(_Message, tag="beat", frozen=True):
    """The interpreter is alive. Sent every second."""

    node: str | None  #: the newest node at hand; null before the first
    visit: int  #: the newest visit at hand, counted from 1; 0 before the first
    rss: int  #: bytes of memory that the process uses
    open: tuple[OpenVisit, ...] = ()  #: all visits that are under way, the oldest first


class NodeMoved(_Message, tag="node", frozen=True):
    """A visit began or ended. Sent for each within 10 ms, and at once when a visit's time limit begins."""

    node: str  #: the node's id
    visit: int  #: the visit's number in the run, counted from 1
    status: VisitStatus  #: running, finished, failed, skipped or cancelled; paused stands in rows only
    attempt: int  #: of this visit, counted from 1
    timeout: float | None = None  #: seconds this visit may take, sent with running
    beside: tuple[int, ...] = ()  #: of the visits with lower numbers those that are not over


class Progress(_Message, tag="progress", frozen=True):
    """How far a visit is. Sent at most ten times a second for each."""

    node: str  #: the node whose visit this is
    label: str = ""  #: what the items are called
    done: int = 0  #: items that are done
    failed: int = 0  #: items whose last attempt failed
    skipped: int = 0  #: items whose error was let pass
    total: int | None = None  #: all items; null: unknown
    message: str | None = None  #: what the author's code, or the engine, says in words
    rate: float | None = None  #: items a second, over the last seconds
    eta_s: float | None = None  #: seconds until all items are decided, at this rate
    visit: int = 0  #: the visit's number in the run; 0: none is under way yet


class Signalled(_Message, tag="signalled", frozen=True):
    """A row of this run changed in workflow.db. Sent after each commit that others want to know of."""


class LogGrew(_Message, tag="log_grew", frozen=True):
    """logs.jsonl has new lines. Sent after a write, at most every 4 ms."""


class Bye(_Message, tag="bye", frozen=True):
    """My last row is committed; I am leaving. Sent once, after anything else."""


# -- supervisor to template -----------------------------------------------------------------------------------------


class Fork(_Message, tag="fork", frozen=True):
    """Fork a worker. The worker's two ends of its pipe go along, the reading one first."""

    instance: str  #: the worker's name for good, 32 hexadecimal digits


class ReadAhead(_Message, tag="read_ahead", frozen=True):
    """Read the modules of the flows folders, so that no worker has to. Sent once, before the first order."""

    flows: str  #: the folders' paths, with the system's separator between


# -- template to supervisor -----------------------------------------------------------------------------------------


class TemplateReady(_Message, tag="template_ready", frozen=True):
    """The engine is imported. Sent once, before anything else."""

    unfit: str = ""  #: why this process must not be forked; empty: it may be


class Forked(_Message, tag="forked", frozen=True):
    """I am a worker. Sent by the forked process itself, once it leads its session and carries its name."""

    instance: str  #: the worker's name
    pid: int  #: of the worker's process


class NotForked(_Message, tag="not_forked", frozen=True):
    """The system gave no process."""

    instance: str  #: the name that the worker should have had
    errno: int  #: the system's number of the error
    error: str  #: the system's words for it


class Exited(_Message, tag="exited", frozen=True):
    """A worker ended. Sent once for each that was forked."""

    instance: str  #: the worker's name
    code: int  #: its exit code; below 0: the signal that ended it


ToWorker: TypeAlias = Start | SignalsWaiting | Stop | Restart | DumpStacks
ToSupervisor: TypeAlias = Ready | Beat | NodeMoved | Progress | Signalled | LogGrew | Bye
ToTemplate: TypeAlias = Fork | ReadAhead
FromTemplate: TypeAlias = TemplateReady | Forked | NotForked | Exited
