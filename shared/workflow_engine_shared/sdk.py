"""What a flow author's code may ask of the run it is part of.

The worker installs a `NodeContext` around each visit. Outside a run (a unit test, a shell) the same calls simply run
the code: nothing is journaled, nobody pauses; only what needs a run says so.
"""

import contextlib
import functools
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.functions.loop_options import check_loop
from workflow_engine_shared.functions.registry import register_function

__all__ = [
    "NodeContext",
    "NotInRun",
    "RunInfo",
    "StepFailed",
    "artifact",
    "checkpoint",
    "current_run",
    "interrupt",
    "map_steps",
    "pause_requested",
    "progress",
    "register_function",
    "step",
    "track",
]

T = TypeVar("T")
Item = TypeVar("Item")
Pool = Literal["thread", "process", "ray"]
OnError = Literal["raise", "skip"]


class NotInRun(RenError):
    """This code is not running inside a node of a run."""

    code = "NOT_IN_RUN"
    hint = "Call it from a registered function while a run executes it."


#: The environment variable by which a worker's children know it.
WORKER_PID = "RENFLOW_WORKER_PID"
IN_PROCESSES = 'Use map_steps(pool="process"), or call it in the node\'s function.'


@dataclass(frozen=True)
class RunInfo:
    """Where a function finds itself."""

    thread_id: str
    node_id: str
    visit: int  #: the how-many-th execution of a node in this run, from 1
    attempt: int  #: the how-many-th try of this visit or item, from 1
    inputs_dir: Path
    outputs_dir: Path
    idempotency_key: str  #: the same for every attempt of this visit or item
    logger: logging.Logger


@dataclass(frozen=True)
class StepFailed:
    """What stands in the results of `map_steps(..., on_error="skip")` for an item that failed."""

    key: Any
    code: str
    message: str

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True)
class MapOptions:
    """How `map_steps` runs its items."""

    key: str | Callable[[Any], Any] | None = None
    workers: int = 1
    pool: Pool = "thread"
    retry: int = 0
    timeout: float | None = None
    on_error: OnError = "raise"
    label: str | None = None
    resources: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        check_loop(self)


class NodeContext(Protocol):
    """What the worker provides to the functions below."""

    @property
    def info(self) -> RunInfo: ...
    def step(self, call: "functools.partial[Any]", name: str, key: Any) -> Any: ...
    def map_steps(self, function: Callable[[Any], Any], items: Iterable[Any], options: MapOptions) -> Sequence[Any]: ...
    def safe_point(self) -> None: ...
    def checkpoint(self, update: dict[str, Any] | None) -> None: ...
    def interrupt(self, value: Any, update: dict[str, Any] | None) -> Any: ...
    def pause_requested(self) -> bool: ...
    def progress(self, done: int, total: int | None, message: str | None, label: str = "") -> None: ...
    def artifact(self, name: str, value: Any) -> dict[str, Any]: ...


CONTEXT: ContextVar[NodeContext | None] = ContextVar("workflow_engine_node_context", default=None)


class Elsewhere:
    """Where code finds its context that runs where context variables do not reach: in threads of the author's own."""

    context: Callable[[], NodeContext | None] = staticmethod(lambda: None)  #: the worker sets it


def node_context() -> NodeContext | None:
    """The run as the calling code sees it; None: no run executes it."""
    context = CONTEXT.get()
    return Elsewhere.context() if context is None else context


def current_run() -> RunInfo:
    """The run, node and visit that this code is part of.

    Raises:
        NotInRun: called outside a registered function's execution.
    """
    return _required().info


def step(fn: Callable[..., T], *args: Any, key: Any = None, **kwargs: Any) -> T:
    """Run `fn(*args, **kwargs)` once and journal its result; after a crash or pause the journaled one is returned.

    Steps are told apart by the function's name and `key`; without a key, by their arguments, and equal ones by the
    order in which they are called. A result is used only for the arguments it was made from: with others it runs again.

    Raises:
        ResultNotSerializable, ResultTooLarge: the result is no plain data, or larger than a row of the database.
        DuplicateStepKey: one attempt gave two calls of a function the same key and different arguments.
    """
    context = node_context()
    if context is None:
        _refuse_children("step()")
        return fn(*args, **kwargs)
    result: T = context.step(functools.partial(fn, *args, **kwargs), _name(fn), key)
    return result


def map_steps(  # noqa: PLR0913 - the author's one door to durable loops
    fn: Callable[[Item], T],
    items: Iterable[Item],
    *,
    key: str | Callable[[Item], Any] | None = None,
    workers: int = 1,
    pool: Pool = "thread",
    retry: int = 0,
    timeout: float | None = None,
    on_error: OnError = "raise",
    label: str | None = None,
    resources: Mapping[str, Any] | None = None,
) -> Sequence[T | StepFailed]:
    """Run `fn(item)` for each item, journaling every result: a durable, parallel map.

    After a crash, a pause or an error only what is not journaled runs again. Returns the results in item order, read
    lazily from the journal; iterate as often as you like.

    Args:
        fn: takes one item, returns plain data. For processes: a module's top-level function.
        items: any iterable; with a known length the progress has a total and an ETA.
        key: a field's name or a function that tells items apart, so that a list that changed during a pause is matched
            item by item; without it, by content. An item whose content changed runs again in either case.
        workers: how many items run at the same time.
        pool: "thread"; "process" for work that holds the interpreter or may crash it; "ray": on a cluster's machines.
        retry: further tries of an item that raised, with growing delays.
        timeout: seconds one try may take.
        on_error: "raise" fails the node (a resume tries the failed items again); "skip" goes on, the item's result
            is a `StepFailed`.
        label: what the progress shows; default the function's name.
        resources: with "ray", what one item takes: `{"cpus": 1, "gpus": 0, "memory_gb": 4, "custom": {"license": 1}}`.

    Raises:
        ItemFailed: an item failed for good and `on_error` is "raise".
        DuplicateStepKey: two items have the same key.
    """
    options = MapOptions(key, workers, pool, retry, timeout, on_error, label or _name(fn), resources)
    context = node_context()
    if context is None:
        _refuse_children("map_steps()")
        return plain_map(fn, items, options)
    return context.map_steps(fn, items, options)


def track(items: Iterable[Item], label: str | None = None, total: int | None = None) -> Iterator[Item]:
    """Iterate with progress and a safe point before each item; nothing is journaled."""
    if total is None:
        with contextlib.suppress(TypeError):
            total = len(items)  # type: ignore[arg-type]
    context = node_context()
    for done, item in enumerate(items):
        if context is not None:
            context.safe_point()
            context.progress(done, total, None, label or "")
        yield item
        if context is not None:
            context.progress(done + 1, total, None, label or "")


def checkpoint(update: dict[str, Any] | None = None) -> None:
    """A safe point: `update` is merged into the run's state and on the disk when this returns; pauses if asked."""
    context = node_context()
    if context is not None:
        context.checkpoint(update)
    else:
        _refuse_children("checkpoint()")


def interrupt(value: Any = None, update: dict[str, Any] | None = None) -> Any:
    """Stop the run here as `interrupted` and ask `value`; returns the answer once somebody resumed with one.

    The node runs again from its top then, its journaled steps are passed over, and this call returns the answer.
    Called while a pause is requested it is that pause, and leaves no answer.

    Raises:
        NotInRun: called outside a registered function's execution.
    """
    return _required().interrupt(value, update)


def pause_requested() -> bool:
    """Whether somebody asked this run to pause: a long computation may then come to a safe point early."""
    context = node_context()
    return context is not None and context.pause_requested()


def progress(done: int, total: int | None = None, message: str | None = None) -> None:
    """Show how far this node is: `done` of `total` units, and a short text. Cheap enough to call per item."""
    context = node_context()
    if context is not None:
        context.progress(done, total, message)


def artifact(name: str, value_or_path: Any) -> dict[str, Any]:
    """Keep a file among the run's outputs: text, bytes, plain data (as JSON), or a copy of the file at a `Path`.

    Returns what to put into the state: `{"artifact", "path", "size", "sha256", "content_type"}`.

    Raises:
        InvalidArtifact: the name is not a plain file name, or the value cannot be written.
        NotInRun: called outside a registered function's execution.
    """
    return _required().artifact(name, value_or_path)


def _required() -> NodeContext:
    context = node_context()
    if context is None:
        raise NotInRun
    return context


def _refuse_children(what: str) -> None:
    """A process that a run's function started with `multiprocessing` is part of the run, but has no journal.

    Raises:
        NotInRun
    """
    process = sys.modules.get("multiprocessing.process")
    parent = None if process is None else process.parent_process()
    if parent is not None and os.environ.get(WORKER_PID) == str(parent.pid):
        raise NotInRun(f"{what} does not work in a process that a run's function started.", hint=IN_PROCESSES)


def _name(function: Callable[..., Any]) -> str:
    inner = getattr(function, "func", function)  # functools.partial
    return str(getattr(inner, "__qualname__", type(inner).__qualname__))


def plain_map(function: Callable[[Item], T], items: Iterable[Item], options: MapOptions) -> Sequence[T | StepFailed]:
    """What `map_steps` does outside a run: each item in turn, nothing journaled."""
    results: list[T | StepFailed] = []
    for position, item in enumerate(items):
        for left in range(options.retry, -1, -1):
            try:
                results.append(function(item))
                break
            except Exception as error:
                if left:
                    continue
                if options.on_error == "raise":
                    raise
                results.append(StepFailed(position, "USER_CODE_ERROR", f"{type(error).__name__}: {error}"))
    return results
