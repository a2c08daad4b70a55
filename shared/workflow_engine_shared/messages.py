"""Everything that crosses the pipe between the supervisor and a worker.

Frames only make things fast and live: every command and every change is a committed row before it is told here, so
any frame may be lost. A message of an unknown kind is counted and ignored; kinds and fields are only ever added.
"""

from typing import TypeAlias

import msgspec

PROTOCOL = 1


class _Message(msgspec.Struct, frozen=True, tag_field="kind", omit_defaults=True):
    pass


# -- supervisor to worker -------------------------------------------------------------------------------------------


class Start(_Message, tag="start", frozen=True):
    """Take this run."""

    home: str
    thread_id: str
    epoch: int
    instance: str
    log_max_bytes: int


class SignalsWaiting(_Message, tag="signals_waiting", frozen=True):
    """Look at the signals table."""


class Stop(_Message, tag="stop", frozen=True):
    """Stop at the next safe point; the run continues at the supervisor's next start."""


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
    status: str
    attempt: int
    timeout: float | None = None  #: seconds this visit may take, sent with "running"


class Progress(_Message, tag="progress", frozen=True):
    """How far the loop at hand is."""

    node: str
    label: str = ""
    done: int = 0
    failed: int = 0
    skipped: int = 0
    total: int | None = None
    message: str | None = None
    rate: float | None = None  #: units a second, over the last seconds
    eta_s: float | None = None


class Signalled(_Message, tag="signalled", frozen=True):
    """A row of this run changed in workflow.db."""


class LogGrew(_Message, tag="log_grew", frozen=True):
    """logs.jsonl has new lines."""


class Bye(_Message, tag="bye", frozen=True):
    """My last row is committed; I am leaving."""


ToWorker: TypeAlias = Start | SignalsWaiting | Stop | DumpStacks
ToSupervisor: TypeAlias = Ready | Beat | NodeMoved | Progress | Signalled | LogGrew | Bye
