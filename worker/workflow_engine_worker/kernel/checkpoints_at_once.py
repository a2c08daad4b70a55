"""Checkpoints are written by the thread that waits for them.

LangGraph hands each call of its saver to a pool of threads, and with durability="sync" waits for it at once: two
hand-overs between threads in every superstep, for nothing. Graphs of the author's own, inside a node, keep the pool,
because they may need it: only the one graph that begins inside `checkpoints_at_once` goes without.

Nor does that graph remember which tasks have written, as LangGraph does for graphs that save at their end alone: a loop
of 10,000 visits would hold a megabyte of their names.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from typing import Any

from langchain_core.runnables import RunnableConfig

try:
    from langgraph.pregel import _loop as stock
except ImportError:  # a LangGraph that has it elsewhere is slower, not broken; tests/storage/test_saver.py tells
    stock = None  # type: ignore[assignment]

_NAME = "BackgroundExecutor"
_REMEMBERED = "_written_task_ids"


_NOBODY: set[str] = set()


class _AtOnce(Executor):
    """Does in the caller's thread what it is given."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        for each in args[:1]:  # `fn` runs it in a context; a method of the graph's loop puts a checkpoint
            getattr(getattr(each, "__self__", None), _REMEMBERED, _NOBODY).clear()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - raised where the result is asked for
            future.set_exception(error)
        return future


@contextlib.contextmanager
def checkpoints_at_once() -> Iterator[None]:
    """The next graph of this thread writes its checkpoints itself. It must have one task a superstep."""
    original = getattr(stock, _NAME, None)
    if original is None:
        yield
        return
    here = threading.get_ident()

    def begun(config: RunnableConfig) -> Any:
        made = original(config)
        if threading.get_ident() == here:
            setattr(stock, _NAME, original)  # the graphs that begin from here on are the author's
            made.executor = _AtOnce()
        return made

    setattr(stock, _NAME, begun)
    try:
        yield
    finally:
        setattr(stock, _NAME, original)
