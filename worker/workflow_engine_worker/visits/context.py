"""A visit as the author's code sees it: durable steps, safe points, questions, progress, artifacts."""

import asyncio
import contextlib
import contextvars
import functools
import hashlib
import inspect
import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from time import monotonic
from typing import Any

import msgspec

from workflow_engine_shared.codec import decode, encode
from workflow_engine_shared.errors import ErrorData
from workflow_engine_shared.functions.registry import RegisteredFunction
from workflow_engine_shared.protocol.messages import NodeMoved
from workflow_engine_shared.sdk import CONTEXT, IN_PROCESSES, MapOptions, NotInRun, RunInfo
from workflow_engine_shared.storage.run.journal import Loop, StepRow, is_numbered, reported_duration
from workflow_engine_shared.storage.run.loop_sums import StepState
from workflow_engine_shared.vocabulary import VisitStatus
from workflow_engine_worker.artifacts.write import write_artifact
from workflow_engine_worker.control.leave import LeaveRun, PauseAsked, QuestionAsked, TimeIsUp
from workflow_engine_worker.control.visit_control import VisitControl
from workflow_engine_worker.functions.call import error_of
from workflow_engine_worker.functions.loader import Functions
from workflow_engine_worker.functions.os_fork_guard import end_forked_child
from workflow_engine_worker.functions.result import checked_update
from workflow_engine_worker.lanes.elsewhere.function import FunctionElsewhere
from workflow_engine_worker.lanes.loop import item_executor
from workflow_engine_worker.masks import RunMasker
from workflow_engine_worker.output.records import RUN, own_logger
from workflow_engine_worker.steps.executors import Executor, Inline, Job, Threads
from workflow_engine_worker.steps.map_steps import POLL_S, DurableLoop, MapCall
from workflow_engine_worker.steps.matching import Call, CallMatching, log_displaced
from workflow_engine_worker.steps.progress import Counts, RateMeter
from workflow_engine_worker.steps.results import fitting, named_body
from workflow_engine_worker.visits.item_context import ItemContext
from workflow_engine_worker.visits.positions import Position
from workflow_engine_worker.visits.thread_calls import ThreadCalls
from workflow_engine_worker.visits.tools import Tools

#: What to do about a call that comes too late.
AFTERWARDS = "End the node's threads before it returns; hand tasks to a concurrent.futures pool within the node."


class VisitContext:
    """One visit's view of the run, for the node type and for the author's code."""

    def __init__(self, position: Position, control: VisitControl, functions: Functions, tools: Tools) -> None:
        self._position, self._control = position, control
        self._node_id, self._number = position.node_id or "", position.visit
        self._functions = functions
        self._tools = tools
        self.web = tools.web
        self._paces: dict[str, RateMeter] = {}
        self._calls: Counter[str] = Counter()  #: how often each name was used, so that a later attempt finds its loop
        self._questions = 0
        self._step_loop: Loop | None = None
        self._step_keys: set[bytes] = set()
        self._thread_calls = ThreadCalls()
        self._leaving: LeaveRun | None = None  #: what a thread was told; code may swallow it, or wrap it in its own
        self._over = False
        self._process = os.getpid()

    # -- for node types --------------------------------------------------------------------------------------------

    def function(self, name: str) -> RegisteredFunction:
        return self._functions[name]

    def elsewhere(self, environment: str, name: str) -> FunctionElsewhere:
        return self._tools.lanes.environments.function(environment, name)

    @property
    def time_left(self) -> float | None:
        return self._control.time_left

    def time_limit(self, seconds: float | None) -> None:
        """Begin this visit's time. The supervisor hears of it, to end by force what heeds no safe point."""
        tools, position, number = self._tools, self._position, self._number
        if seconds is not None and number in tools.positions.timed_out:
            tools.positions.timed_out.remove(number)
            raise TimeIsUp
        self._control.limit(seconds)
        tools.stack_watchdog.limit(number, seconds)
        position.timeout = seconds
        if seconds is not None:
            beside = tools.visit_store.open_before(number)
            moved = NodeMoved(self._node_id, number, VisitStatus.RUNNING, position.attempt, seconds, beside)
            tools.report.limit_begins(moved, tools.positions.open())

    def try_again(self, error: ErrorData, delay: float) -> None:
        """Record a failed attempt and wait; a pause or cancel leaves from here."""
        logging.getLogger("renflow").warning("Attempt %d failed: %s", self._position.attempt, error.message)
        self._tools.visit_store.tried_again(self._number, error)
        self._position.attempt += 1
        self._tools.journal.flush()
        self._calls.clear()
        self._step_keys.clear()
        self._questions = 0
        self._step_loop = None
        self._thread_calls.begin_again()
        self._control.wait(delay)

    def leave_if_asked(self) -> None:
        """Leave the run if one of the visit's threads was told to, whatever the flow's code made of that.

        Raises:
            LeaveRun
            NotInThread: two threads asked a question.
        """
        if self._thread_calls.misuse is not None:
            raise self._thread_calls.misuse
        if self._leaving is not None:
            raise self._leaving

    def close(self) -> None:
        """The visit is over; a thread that goes on can do nothing durable any more."""
        self._over = True

    # -- for the author's code -------------------------------------------------------------------------------------

    @property
    def info(self) -> RunInfo:
        return RunInfo(
            thread_id=self._tools.thread_id,
            node_id=self._node_id,
            visit=self._number,
            attempt=self._position.attempt,
            inputs_dir=self._tools.paths.inputs,
            outputs_dir=self._tools.paths.outputs,
            idempotency_key=self._idempotency_key(),
            logger=own_logger(f"{RUN}.{self._node_id}"),
        )

    def safe_point(self) -> None:
        with self._noting():
            self._control.safe_point()

    def pause_requested(self) -> bool:
        return self._control.stop_requested

    def step(self, call: "functools.partial[Any]", name: str, key: Any) -> Any:
        self._must_be_at_work("step()")
        self.safe_point()
        journal = self._tools.journal
        with self._thread_calls.all:
            if self._step_loop is None:
                self._step_loop = journal.open_loop(self._number, "step", "step", None)
                self._step_rows = CallMatching(journal, self._step_loop)
            loop = self._step_loop
            given = self._thread_calls.arguments(call) if key is None else None
            arguments = (call.args, call.keywords) if given is None else given
            matched = self._step_rows.match(name, key, arguments, in_order=given is None)
        with self._thread_calls.of(matched.key):
            return self._step(loop, matched, call)

    def _step(self, found: Loop, row: Call, call: Callable[[], Any]) -> Any:
        journal, loop = self._tools.journal, found.id
        if row.key in self._step_keys:
            journal.flush()  # called again in the same attempt: its result may still be on the way to the disk
        known = journal.result_of(loop, row.key) if found.has_steps or row.key in self._step_keys else None
        self._step_keys.add(row.key)
        if known is not None and self._step_rows.is_outcome(known, row):
            return known.value
        displaces = row.displaces or (known is not None and known.state == "done")
        if displaces:
            log_displaced(row)
        while journal.is_behind:
            journal.catch_up(POLL_S)
            self.safe_point()
        begun = monotonic()
        try:
            body = named_body(call(), f"step {decode(row.key)!r}")
        except LeaveRun:
            raise
        except BaseException as error:
            failure = msgspec.json.encode(error_of(error, self._node_id)).decode()
            journal.record(self._step_row(loop, row, "failed", (None, failure), begun))
            raise
        if displaces:
            journal.rerun(loop)
        journal.record(self._step_row(loop, row, "done", (body, None), begun))
        return decode(body)

    def map_steps(self, function: Callable[[Any], Any], items: Iterable[Any], options: MapOptions) -> Sequence[Any]:
        self._must_be_at_work("map_steps()")
        label = options.label or "items"
        with self._noting(), self._thread_calls.loop(label):
            return self._map_steps(function, items, options, label)

    def _map_steps(
        self, function: Callable[[Any], Any], items: Iterable[Any], options: MapOptions, label: str
    ) -> Sequence[Any]:
        self._calls[label] += 1
        scope = f"{label}#{self._calls[label]}"
        at = (self._node_id, self._number, label, self._position.attempt)
        call = MapCall(items, options.key, options.retry, options.on_error, *at)
        mapping = DurableLoop(call, self._tools.journal, self._control, self._tools.report.follow)
        return mapping.run(scope, self._executor(function, options, scope))

    def checkpoint(self, update: dict[str, Any] | None) -> None:
        self._must_be_at_work("checkpoint()")
        if update:
            with self._thread_calls.all:
                self._tools.visit_store.updated(self._number, checked_update(update, "checkpoint()", in_one_row=True))
        self.safe_point()

    def interrupt(self, value: Any, update: dict[str, Any] | None) -> Any:
        asked = decode(fitting(encode(value)))
        try:
            self.checkpoint(update)
        except PauseAsked as pause:  # while a pause is requested, this is that pause
            pause.value = asked
            raise
        with self._thread_calls.all:
            self._thread_calls.ask(asks_already=isinstance(self._leaving, QuestionAsked))
            self._questions += 1
            answer = self._tools.journal.answer(self._number, self._questions)
            if answer is not None:
                return answer[0]
            with self._noting():
                raise QuestionAsked(asked, self._questions)

    def progress(self, done: int, total: int | None, message: str | None, label: str = "") -> None:
        if self._over:
            return
        message = None if message is None else RunMasker.masker.text(str(message))
        with self._thread_calls.all:
            pace = self._paces.get(label)
            if pace is None:
                pace = self._paces[label] = RateMeter(self._node_id, self._number, label)
            shown = pace.step(Counts(total, done), message)
        self._tools.report.progress(shown)

    def artifact(self, name: str, value: Any) -> dict[str, Any]:
        written = write_artifact(self._tools.paths.outputs, name, value)
        self._tools.journal.registered(name)
        return written

    # -- pieces ----------------------------------------------------------------------------------------------------

    def _must_be_at_work(self, what: str) -> None:
        """Durable calls belong to a visit that goes on, in the process that has its journal."""
        if self._over:
            whose = f"Node {self._node_id!r} (visit {self._number}), which this thread works for, is over"
            raise NotInRun(f"{whose}: {what} would keep nothing.", hint=AFTERWARDS)
        if os.getpid() != self._process:
            raise NotInRun(f"{what} does not work in a process that the function forked.", hint=IN_PROCESSES)

    @contextlib.contextmanager
    def _noting(self) -> Iterator[None]:
        """Note what a thread is told: whoever waits for it may swallow that."""
        try:
            yield
        except LeaveRun as leaving:
            self._leaving = self._leaving or leaving
            raise

    def _executor(self, function: Callable[[Any], Any], options: MapOptions, scope: str) -> Executor:
        if options.pool != "thread":
            return item_executor(self._tools, function, options, self, functools.partial(self._item_key, scope))
        surroundings, is_async = contextvars.copy_context(), inspect.iscoroutinefunction(function)
        run = functools.partial(self._in_thread, function, scope, is_async)
        if options.workers == 1 and options.timeout is None and not is_async:
            return Inline(run)
        # Every thread runs in a copy of the node's context variables, so that current_run works there.
        return Threads(lambda job: surroundings.copy().run(run, job), options.workers, options.timeout)

    def _in_thread(self, function: Callable[[Any], Any], scope: str, is_async: bool, job: Job) -> Any:
        token = CONTEXT.set(ItemContext(self, functools.partial(self.item_info, scope, job)))
        try:
            return asyncio.run(function(job.item)) if is_async else function(job.item)
        finally:
            end_forked_child()
            CONTEXT.reset(token)

    def item_info(self, scope: str, job: Job) -> RunInfo:
        """This visit as an item of one of its loops sees it."""
        return replace(self.info, attempt=job.attempt + job.tries - 1, idempotency_key=self._item_key(scope, job))

    def _item_key(self, scope: str, job: Job) -> str:
        known_by = job.item_hash if job.item_hash is not None and is_numbered(job.item_hash) else job.key
        return self._idempotency_key(scope, known_by.hex())

    def _idempotency_key(self, *parts: str) -> str:
        text = "/".join([self._tools.thread_id, self._node_id, str(self._number), *parts])
        return hashlib.sha256(text.encode()).hexdigest()

    def _step_row(
        self, loop: int, row: Call, state: StepState, outcome: tuple[bytes | None, str | None], begun: float
    ) -> StepRow:
        result, error = outcome
        now, took = self._tools.journal.clock.now(), reported_duration(monotonic() - begun)
        return StepRow(loop, row.key, 0, state, self._position.attempt, result, error, row.item_hash, now, took)
