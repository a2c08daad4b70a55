"""The scheduling of one loop's items: what to hand out next, what to make of what comes back.

Two ways to run an item in this process: in the node's own thread (one worker, no limit), or on worker threads. The
third, processes, is in `lanes`. The loop itself always runs in the thread that called it.
"""

import contextlib
import ctypes
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Protocol

import msgspec

from workflow_engine_shared.codec import encode
from workflow_engine_shared.errors import ErrorData, TimedOut, UserCodeError
from workflow_engine_worker.control.machine_failure import machine_failure


class ItemTimeout(TimedOut):
    """An item ran out of its time."""


class ItemRaised(UserCodeError):
    """An item raised an exception in its process; here it is data."""

    def __init__(self, error: ErrorData) -> None:
        super().__init__(error.message, hint=error.hint)
        self.error = error

    def data(self, node: str | None = None) -> ErrorData:
        return msgspec.structs.replace(self.error, node=node)


class ItemLeft(ItemRaised):
    """An item raised what is no `Exception`, such as SystemExit: no further try."""


@dataclass(slots=True)
class Job:
    """One try of one item."""

    position: int
    key: bytes
    item: Any
    item_hash: bytes | None
    attempt: int
    tries: int = 1
    started: float = 0.0


@dataclass(slots=True)
class Done:
    """What became of a try."""

    job: Job
    value: Any = None
    error: BaseException | None = None
    duration: float = 0.0

    def encoded(self) -> bytes:
        """The value as it is journaled.

        Raises:
            ResultNotSerializable: it cannot be.
        """
        return encode(self.value)


Run = Callable[[Job], Any]


class Executor(Protocol):
    """Runs jobs, `width` at a time."""

    @property
    def width(self) -> int: ...

    def submit(self, job: Job) -> None: ...

    def wait(self, timeout: float | None) -> list[Done]:
        """Tries that came back; empty after `timeout` seconds."""

    def close(self) -> None: ...


def carry_out(run: Run, job: Job) -> Done:
    """One try, whatever it does."""
    job.started = monotonic()
    try:
        value = run(job)
    except BaseException as error:  # noqa: BLE001 - the loop decides what it means
        return Done(job, error=machine_failure(error) or error, duration=monotonic() - job.started)
    return Done(job, value=value, duration=monotonic() - job.started)


@dataclass
class Inline:
    """One item at a time, in the caller's thread."""

    run: Run
    width: int = 1
    _done: list[Done] = field(default_factory=list)

    def submit(self, job: Job) -> None:
        self._done.append(carry_out(self.run, job))

    def wait(self, timeout: float | None) -> list[Done]:  # noqa: ARG002 - it is done already
        done, self._done = self._done, []
        return done

    def close(self) -> None:
        """Nothing to end."""


class Threads:
    """`width` items at a time, each in a daemon thread; one that exceeds `timeout` seconds is given up.

    A thread can't be killed: it is asked to raise `ItemTimeout`, its result is ignored, and another takes its place.
    """

    def __init__(self, run: Run, width: int, timeout: float | None) -> None:
        self._run = run
        self.width = width
        self._timeout = timeout
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Done] = queue.SimpleQueue()
        self._busy: dict[int, tuple[Job, int]] = {}  #: jobs under way, with their thread's id
        self._threads = 0

    def submit(self, job: Job) -> None:
        if self._threads < self.width:
            self._add_thread()
        self._jobs.put(job)

    def wait(self, timeout: float | None) -> list[Done]:
        try:
            found = [self._done.get(timeout=self._patience(timeout))]
        except queue.Empty:
            return self._overdue()
        while not self._done.empty():
            found.append(self._done.get())
        return [done for done in found if self._busy.pop(id(done.job), None) is not None] + self._overdue()

    def close(self) -> None:
        """Let idle threads end."""
        for _ in range(self._threads):
            self._jobs.put(None)

    def _add_thread(self) -> None:
        self._threads += 1
        threading.Thread(target=self._work, name=f"item-{self._threads}", daemon=True).start()

    def _work(self) -> None:
        while True:
            # An ItemTimeout may arrive just after the item it was meant for.
            with contextlib.suppress(ItemTimeout):
                job = self._jobs.get()
                if job is None:
                    return
                job.started = monotonic()
                self._busy[id(job)] = (job, threading.get_ident())
                self._done.put(carry_out(self._run, job))

    def _patience(self, timeout: float | None) -> float | None:
        if self._timeout is None:
            return timeout
        starts = [job.started for job, _ in list(self._busy.values())]
        left = min(starts) + self._timeout - monotonic() if starts else self._timeout
        return max(0.0, left if timeout is None else min(left, timeout))

    def _overdue(self) -> list[Done]:
        if self._timeout is None:
            return []
        now = monotonic()
        late = [(job, thread) for job, thread in list(self._busy.values()) if now - job.started >= self._timeout]
        for job, thread in late:
            del self._busy[id(job)]
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(ItemTimeout))
            self._add_thread()
        text = f"The item took longer than {self._timeout:g} s."
        return [Done(job, error=ItemTimeout(text), duration=now - job.started) for job, _ in late]
