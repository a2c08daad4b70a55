"""Threads that the flow's own code starts: each works for the visit, or the item, that started it or handed it a task.

Context variables do not follow threads: a durable call there would find no run, do its work without a journal, and say
nothing. So starting a thread and handing a task to a pool pass the context on, as tracing libraries have them do. A
thread that came to be otherwise, in native code or while a module was imported, works for the visit at hand: where
several are, for none.
"""

import functools
import logging
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from weakref import WeakKeyDictionary

from workflow_engine_shared.sdk import CONTEXT, WORKER_PID, Elsewhere, NodeContext, node_context
from workflow_engine_worker.control.leave import LeaveRun

log = logging.getLogger("renflow")


class OwnThreads:
    """What is known of the threads of this process."""

    def __init__(self) -> None:
        self._at_work: dict[int, NodeContext] = {}  #: the visits that are under way
        self._newest: NodeContext | None = None  #: the visit that began last, perhaps over
        self._start = threading.Thread.start
        self._started_by: WeakKeyDictionary[threading.Thread, NodeContext] = WeakKeyDictionary()

    def follow(self) -> None:
        """From now on every thread has a context. Once in a process, before the flow's code is loaded."""
        Elsewhere.context = self.context
        os.environ[WORKER_PID] = str(os.getpid())
        threading.Thread.start = self._noting(threading.Thread.start)  # type: ignore[method-assign, assignment]
        ThreadPoolExecutor.submit = _handing_on(ThreadPoolExecutor.submit)  # type: ignore[method-assign]
        threading.excepthook = _quiet_about_leaving(_log)

    def start_own(self, thread: threading.Thread) -> None:
        """Start a thread of the engine's own: it works for no visit until it says so."""
        self._start(thread)

    def begin(self, visit: NodeContext) -> None:
        """A visit is at hand."""
        self._at_work[id(visit)] = visit
        self._newest = visit

    def over(self, visit: NodeContext) -> None:
        """A visit has ended; a thread that goes on learns so from it."""
        self._at_work.pop(id(visit), None)

    def context(self) -> NodeContext | None:
        """For whom the calling thread works."""
        return self._started_by.get(threading.current_thread()) or self._lone()

    def _lone(self) -> NodeContext | None:
        at_work = list(self._at_work.values())
        if not at_work:
            return self._newest
        return at_work[0] if len(at_work) == 1 else None

    def is_strange(self, thread: threading.Thread) -> bool:
        """Whether it is none of the flow's: neither started by its code nor, in native code, by nobody known."""
        return thread not in self._started_by and not isinstance(thread, threading._DummyThread)  # noqa: SLF001

    def _noting(self, start: Callable[[threading.Thread], None]) -> Callable[[threading.Thread], None]:
        @functools.wraps(start)
        def started(thread: threading.Thread) -> None:
            context = node_context()
            if context is not None:
                self._started_by[thread] = context
            start(thread)

        return started


def _handing_on(submit: Callable[..., Future[Any]]) -> Callable[..., Future[Any]]:
    """A pool outlives visits: what counts is who hands the task in, not who started its threads."""

    @functools.wraps(submit)
    def submitted(pool: ThreadPoolExecutor, task: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        context = node_context()
        if context is not None:
            task = functools.partial(_for, context, task)
        return submit(pool, task, *args, **kwargs)

    return submitted


def _for(context: NodeContext, task: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    token = CONTEXT.set(context)
    try:
        return task(*args, **kwargs)
    finally:
        CONTEXT.reset(token)


def _quiet_about_leaving(tell: Callable[[Any], object]) -> Callable[[Any], object]:
    """A thread that ends because the run was told to stop is no news: the visit leaves for the same reason."""

    def reported(what: Any) -> object:
        return None if issubclass(what.exc_type, LeaveRun) else tell(what)

    return reported


def _log(what: Any) -> None:
    """What ends a thread that nobody asks is an error, not some lines on stderr."""
    if what.exc_type is not SystemExit:
        name = "unknown" if what.thread is None else what.thread.name
        about = (what.exc_type, what.exc_value, what.exc_traceback)
        log.error("Thread %s ended with %s", name, what.exc_type.__name__, exc_info=about)
