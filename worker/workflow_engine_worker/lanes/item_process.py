"""A lane's process: runs the items it is sent, one after another, in its main thread.

A thread beside it listens: a pause is heard while an item works, and the end of the pipe - the run's worker is gone -
ends the process at once. Each result is written before the next item begins, so that a crash costs no other item's.
"""

import asyncio
import contextlib
import faulthandler
import inspect
import logging
import os
import pickle
import queue
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic
from typing import Any, NoReturn

from workflow_engine_shared.codec import encode, size_in_words
from workflow_engine_shared.errors import ResultNotSerializable, ResultTooLarge
from workflow_engine_shared.paths import Home, RunPaths
from workflow_engine_shared.sdk import CONTEXT, RunInfo
from workflow_engine_worker.control.disk_space import DiskSpace
from workflow_engine_worker.control.machine_failure import machine_failure
from workflow_engine_worker.control.own_threads import OwnThreads
from workflow_engine_worker.file_guard import audit_hook
from workflow_engine_worker.file_guard.rules import FileRules
from workflow_engine_worker.functions import frozen_loader
from workflow_engine_worker.functions.call import error_of
from workflow_engine_worker.functions.os_fork_guard import end_forked_child, own_this_process
from workflow_engine_worker.lanes.elsewhere.function import CallInLane
from workflow_engine_worker.lanes.elsewhere.node_context import LaneNodeContext, LeftAtSafePoint
from workflow_engine_worker.lanes.item_context import ItemContext
from workflow_engine_worker.lanes.item_output import ItemOutput
from workflow_engine_worker.lanes.messages import (
    Batch,
    Began,
    Errand,
    Failure,
    FromLane,
    Hello,
    ItemDone,
    ItemFailed,
    Ready,
    Recall,
    Refused,
    Returned,
    Task,
    Unusable,
    decode_to_lane,
    encode_message,
)
from workflow_engine_worker.masks import RunMasker

ORPHANED = 3  #: the exit code of a process whose run's worker is gone


def serve(pipe: Connection, rules: FileRules | None) -> NoReturn:
    """The whole life of a process that was started for one lane."""
    prepare(rules)
    ItemProcess(pipe).run()


def prepare(rules: FileRules | None) -> None:
    """Before any function or item is unpickled, which imports the flow's modules."""
    faulthandler.enable(file=2)
    frozen_loader.follow(sys.path)
    logging.getLogger().setLevel(logging.INFO)
    if rules is not None:
        audit_hook.install(rules)


class ItemProcess:
    """One lane, seen from inside."""

    def __init__(self, pipe: Connection, place: RunPaths | None = None, max_result: int | None = None) -> None:
        """`place`: the run's folders here, where that is not the worker's machine. Results have `max_result` bytes."""
        self._pipe: Connection | None = pipe
        self._place = place
        self._max_result = max_result
        self._news: deque[FromLane] = deque()
        self._telling = threading.Lock()
        self._inbox: queue.SimpleQueue[Task | Batch] = queue.SimpleQueue()
        self._recalled = False
        self._output = ItemOutput(self._tell)
        self._folder = Path.cwd()
        self._function: Callable[[Any], Any]
        self._info: RunInfo

    def run(self) -> NoReturn:
        """Do what comes until the pipe ends."""
        own_this_process()
        OwnThreads().follow()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._let_go)
        if (rules := audit_hook.current()) is not None:
            audit_hook.install(rules, lambda detail: self._tell(Refused(detail)))
        self._tell(Hello(os.getpid()))
        threading.Thread(target=self._listen, name="lane", daemon=True).start()
        while True:
            message = self._inbox.get()
            if isinstance(message, Task):
                self._take(message)
            else:
                self._carry_out(message.errands)

    def _listen(self) -> None:
        """Hear the worker out; without it nobody wants what this process does."""
        try:
            while self._pipe is not None:
                message = decode_to_lane(self._pipe.recv_bytes())
                if isinstance(message, Recall):
                    self._recalled = True
                else:
                    self._inbox.put(message)
        except (EOFError, OSError):
            pass
        os._exit(ORPHANED)

    def _tell(self, message: FromLane) -> None:
        """Write it, in order. Who writes already - a signal's handler may have interrupted it - writes this one too."""
        self._news.append(message)
        while self._news and self._telling.acquire(blocking=False):
            try:
                while self._news:
                    body = encode_message(self._news.popleft())
                    if self._pipe is not None:
                        self._pipe.send_bytes(body)
            except OSError:
                os._exit(ORPHANED)
            finally:
                self._telling.release()

    def _let_go(self) -> None:
        """In a child that an item forked: it must neither keep the pipe open nor write to it."""
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()
        self._telling = threading.Lock()
        self._output.let_go()

    def _take(self, task: Task) -> None:
        """A loop begins, perhaps not the first one of this process."""
        self._recalled = False
        with contextlib.suppress(OSError):  # it is gone, which the function will say if it minds
            os.chdir(self._folder)
        self._output.restore()
        try:
            RunMasker.masker = pickle.loads(task.masker)  # noqa: S301 - from the run's own worker, as the next two
            self._info = self._here(pickle.loads(task.info))  # noqa: S301
            home = Home(self._info.outputs_dir.parents[2])
            DiskSpace.begin(home, home.run(self._info.thread_id))
            self._function = _plain(pickle.loads(task.function))  # noqa: S301
        except BaseException as error:  # noqa: BLE001 - a module may well call sys.exit
            self._tell(Unusable(task.number, error_of(error, None)))
        else:
            self._output.keep_setup()
            self._tell(Ready(task.number))

    def _here(self, info: RunInfo) -> RunInfo:
        if self._place is None:
            return info
        return replace(info, inputs_dir=self._place.inputs, outputs_dir=self._place.outputs)

    def _carry_out(self, errands: list[Errand]) -> None:
        for place, errand in enumerate(errands):
            if self._recalled:
                self._tell(Returned([each.number for each in errands[place:]]))
                return
            if not place:
                self._tell(Began(errand.number))
            self._tell(self._outcome(errand))
        self._output.finish()

    def _outcome(self, errand: Errand) -> ItemDone | ItemFailed | Returned:
        info = replace(self._info, attempt=errand.attempt, idempotency_key=errand.idempotency_key)
        begun = monotonic()
        failure: Failure = "unreadable"
        is_node = isinstance(self._function, CallInLane)
        CONTEXT.set(LaneNodeContext(info, self._tell, lambda: self._recalled) if is_node else ItemContext(info))
        try:
            item = pickle.loads(errand.item)  # noqa: S301 - from the run's own worker
            failure = "raised"
            value = self._function(item)
            end_forked_child()
            return ItemDone(errand.number, self._encoded(value), monotonic() - begun)
        except LeftAtSafePoint:
            return Returned([errand.number])
        except BaseException as error:  # noqa: BLE001 - the run's worker decides what it means
            end_forked_child()
            return _failed(errand.number, failure, error, monotonic() - begun)
        finally:
            CONTEXT.set(None)

    def _encoded(self, value: Any) -> bytes:
        if isinstance(value, (bytes, bytearray, str)):
            self._refuse_large(len(value))  # before it is in memory twice
        body = encode(value)
        self._refuse_large(len(body))
        return body

    def _refuse_large(self, size: int) -> None:
        if self._max_result is not None and size > self._max_result:
            most = size_in_words(self._max_result)
            raise ResultTooLarge(f"It has {size_in_words(size)}; from the cluster come {most} (ray_max_result_mb).")


def _failed(number: int, failure: Failure, error: BaseException, seconds: float) -> ItemFailed:
    data = error_of(error, None)
    trouble = machine_failure(error)
    if trouble is not None:
        failure, data = "machine", trouble.error.data()
    elif failure == "raised" and isinstance(error, (ResultNotSerializable, ResultTooLarge)):
        failure = "unstorable"
    elif failure == "raised" and not isinstance(error, Exception):
        failure = "left"
    return ItemFailed(number, failure, data, seconds)


def _plain(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """An async function as one that is simply called."""
    if not inspect.iscoroutinefunction(function):
        return function
    return lambda item: asyncio.run(function(item))
