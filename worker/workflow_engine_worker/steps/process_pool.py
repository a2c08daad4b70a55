"""Items in processes of their own: a native crash or an endless C loop costs one item, not the run.

Pebble's pool tells which item a dead process was working on and ends one that takes too long. Its processes are
spawned, inherit no pipe of ours, and belong to the worker's process group, so that they end with it.
"""

import concurrent.futures
import contextlib
import logging
import logging.handlers
import multiprocessing
import pickle
from collections.abc import Callable
from typing import Any

import pebble

from workflow_engine_shared.errors import RegistrationError, RenError
from workflow_engine_shared.sdk import CONTEXT, RunInfo
from workflow_engine_worker.control.own_threads import OwnThreads
from workflow_engine_worker.file_guard import audit_hook
from workflow_engine_worker.file_guard.rules import FileRules
from workflow_engine_worker.steps.executors import ItemTimeout, Job


class ItemProcessDied(Exception):
    """The process that ran an item ended without a result."""


class NotInItem(RenError):
    """This call does not work inside an item of a durable loop."""

    code = "NOT_IN_ITEM"
    hint = "Inside an item use logging, progress and current_run; call the rest in the node's function."


class Processes:
    """A pool for one `map_steps` call.

    Raises:
        RegistrationError: the function cannot be sent to another process.
    """

    def __init__(self, function: Callable[[Any], Any], workers: int, timeout: float | None) -> None:
        try:
            pickle.dumps(function)
        except Exception as error:
            raise RegistrationError(
                f"map_steps(pool='process') needs a function at a module's top level ({error})."
            ) from error
        self._function = function
        self._timeout = timeout
        spawn: Any = multiprocessing.get_context("spawn")  # pebble's type of it leaves out the pipes of Windows
        self._records: Any = spawn.Queue()
        self._listener = logging.handlers.QueueListener(self._records, *logging.getLogger().handlers)
        self._listener.start()
        self._pool = pebble.ProcessPool(
            max_workers=workers, context=spawn, initializer=_prepare, initargs=(audit_hook.current(), self._records)
        )

    def run(self, job: Job, info: RunInfo) -> Any:
        """One try of one item; waits for its process.

        Raises:
            ItemTimeout: it took too long and its process was ended.
            ItemProcessDied: its process crashed.
            Exception: what the function raised.
        """
        future = self._pool.schedule(_call, args=(self._function, job.item, info), timeout=self._timeout)
        try:
            return future.result()
        except concurrent.futures.TimeoutError:
            raise ItemTimeout(f"The item took longer than {self._timeout:g} s; its process was ended.") from None
        except pebble.ProcessExpired as error:
            raise ItemProcessDied(f"The item's process ended with exit code {error.exitcode}.") from None

    def close(self) -> None:
        """End all processes."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        self._listener.stop()
        self._records.close()


class _ItemContext:
    """What an item in another process may use of the run."""

    def __init__(self, info: RunInfo) -> None:
        self.info = info

    def progress(self, done: int, total: int | None, message: str | None, label: str = "") -> None:
        """The loop's own progress counts."""

    def pause_requested(self) -> bool:
        return False

    def safe_point(self) -> None:
        """The safe points are between items."""

    def __getattr__(self, name: str) -> Any:
        raise NotInItem(f"{name} does not work inside an item of a process pool.")


def _prepare(rules: FileRules | None, records: Any) -> None:
    """Before any function or item is unpickled, which would import the flow's modules."""
    if rules is not None:
        audit_hook.install(rules)
    OwnThreads().follow()
    root = logging.getLogger()
    root.handlers[:] = [logging.handlers.QueueHandler(records)]
    root.setLevel(logging.INFO)


def _call(function: Callable[[Any], Any], item: Any, info: RunInfo) -> Any:
    token = CONTEXT.set(_ItemContext(info))
    try:
        return function(item)
    finally:
        with contextlib.suppress(ValueError):
            CONTEXT.reset(token)
