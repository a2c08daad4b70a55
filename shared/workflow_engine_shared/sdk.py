"""What a flow author's code may ask of the run it is part of.

The worker installs a `NodeContext` around each visit; outside a run (a unit test, a shell) `progress` does nothing
and `current_run` says so.
"""

import logging
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from .errors import RenError
from .registry import register_function

__all__ = ["NodeContext", "NotInRun", "RunInfo", "current_run", "progress", "register_function"]


class NotInRun(RenError):
    """This code is not running inside a node of a run."""

    code = "NOT_IN_RUN"
    hint = "Call it from a registered function while a run executes it."


@dataclass(frozen=True)
class RunInfo:
    """Where a function finds itself."""

    thread_id: str
    node_id: str
    visit: int  #: the how-many-th execution of a node in this run, from 1
    attempt: int  #: the how-many-th try of this visit, from 1
    inputs_dir: Path
    outputs_dir: Path
    idempotency_key: str  #: the same for every attempt of this visit
    logger: logging.Logger


class NodeContext(Protocol):
    """What the worker provides to the functions below."""

    @property
    def info(self) -> RunInfo: ...

    def progress(self, done: int, total: int | None, message: str | None) -> None: ...


CONTEXT: ContextVar[NodeContext | None] = ContextVar("workflow_engine_node_context", default=None)


def current_run() -> RunInfo:
    """The run, node and visit that this code is part of.

    Raises:
        NotInRun: called outside a registered function's execution.
    """
    context = CONTEXT.get()
    if context is None:
        raise NotInRun
    return context.info


def progress(done: int, total: int | None = None, message: str | None = None) -> None:
    """Show how far this node is: `done` of `total` units, and a short text. Cheap enough to call per item."""
    context = CONTEXT.get()
    if context is not None:
        context.progress(done, total, message)
