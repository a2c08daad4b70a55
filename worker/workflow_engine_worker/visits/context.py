"""A visit as the author's code sees it: durable steps, safe points, questions, progress, artifacts."""

import asyncio
import contextvars
import functools
import hashlib
import inspect
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from time import monotonic
from typing import Any

import msgspec

from workflow_engine_shared.codec import decode, encode
from workflow_engine_shared.errors import ErrorData, ResultNotSerializable, ResultTooLarge
from workflow_engine_shared.functions.registry import RegisteredFunction
from workflow_engine_shared.protocol.messages import NodeMoved
from workflow_engine_shared.sdk import CONTEXT, MapOptions, RunInfo
from workflow_engine_shared.storage.run.journal import Loop, StepRow, StepState, is_numbered
from workflow_engine_shared.vocabulary import VisitStatus
from workflow_engine_worker.artifacts.write import write_artifact
from workflow_engine_worker.control.leave import LeaveRun, PauseAsked, QuestionAsked, TimeIsUp
from workflow_engine_worker.functions.call import error_of
from workflow_engine_worker.functions.loader import Functions
from workflow_engine_worker.functions.os_fork_guard import end_forked_child
from workflow_engine_worker.functions.result import checked_update
from workflow_engine_worker.masks import RunMasker
from workflow_engine_worker.steps.executors import Executor, Inline, Job, Threads
from workflow_engine_worker.steps.map_steps import POLL_S, DurableLoop, MapCall
from workflow_engine_worker.steps.matching import Call, CallMatching, log_displaced
from workflow_engine_worker.steps.process_pool import NotInItem, Processes
from workflow_engine_worker.steps.progress import Counts, RateMeter
from workflow_engine_worker.steps.results import fitting, named
from workflow_engine_worker.visits.tools import Tools


class VisitContext:
    """One visit's view of the run, for the node type and for the author's code."""

    def __init__(self, node_id: str, number: int, functions: Functions, tools: Tools) -> None:
        self._node_id = node_id
        self._number = number
        self._functions = functions
        self._tools = tools
        self._paces: dict[str, RateMeter] = {}
        self._calls: Counter[str] = Counter()  #: how often each name was used, so that a later attempt finds its loop
        self._questions = 0
        self._step_loop: Loop | None = None
        self._step_keys: set[bytes] = set()

    # -- for node types --------------------------------------------------------------------------------------------

    def function(self, name: str) -> RegisteredFunction:
        return self._functions[name]

    @property
    def time_left(self) -> float | None:
        return self._tools.control.time_left

    def time_limit(self, seconds: float | None) -> None:
        """Begin this visit's time. The supervisor hears of it, to end by force what heeds no safe point."""
        position = self._tools.position
        if seconds is not None and position.timed_out == self._number:
            position.timed_out = None
            raise TimeIsUp
        self._tools.control.limit(seconds)
        self._tools.stack_watchdog.limit(seconds)
        if seconds is not None:
            moved = NodeMoved(self._node_id, self._number, VisitStatus.RUNNING, position.attempt, seconds)
            self._tools.report.limit_begins(moved)

    def try_again(self, error: ErrorData, delay: float) -> None:
        """Record a failed attempt and wait; a pause or cancel leaves from here."""
        position = self._tools.position
        logging.getLogger("renflow").warning("Attempt %d failed: %s", position.attempt, error.message)
        self._tools.visit_store.tried_again(self._number, error)
        position.attempt += 1
        self._tools.journal.flush()
        self._calls.clear()
        self._step_keys.clear()
        self._questions = 0
        self._step_loop = None
        self._tools.control.wait(delay)

    # -- for the author's code -------------------------------------------------------------------------------------

    @property
    def info(self) -> RunInfo:
        return RunInfo(
            thread_id=self._tools.thread_id,
            node_id=self._node_id,
            visit=self._number,
            attempt=self._tools.position.attempt,
            inputs_dir=self._tools.paths.inputs,
            outputs_dir=self._tools.paths.outputs,
            idempotency_key=self._idempotency_key(),
            logger=logging.getLogger(f"flow.{self._node_id}"),
        )

    def safe_point(self) -> None:
        self._tools.control.safe_point()

    def pause_requested(self) -> bool:
        return self._tools.control.stop_requested

    def step(self, call: "functools.partial[Any]", name: str, key: Any) -> Any:
        self.safe_point()
        journal = self._tools.journal
        if self._step_loop is None:
            self._step_loop = journal.open_loop(self._number, "step", "step", None)
            self._step_rows = CallMatching(journal, self._step_loop)
        matched = self._step_rows.match(name, key, (call.args, call.keywords))
        return self._step(self._step_loop, matched, call)

    def _step(self, found: Loop, row: Call, call: Callable[[], Any]) -> Any:
        journal, loop = self._tools.journal, found.id
        if row.key in self._step_keys:
            journal.flush()  # called again in the same attempt: its result may still be on the way to the disk
        known = journal.result_of(loop, row.key) if found.has_steps or row.key in self._step_keys else None
        self._step_keys.add(row.key)
        if known is not None and self._step_rows.is_outcome(known, row):
            return known.value
        if row.displaces:
            log_displaced(row)
        while journal.is_behind:
            journal.catch_up(POLL_S)
            self.safe_point()
        begun = monotonic()
        try:
            body = _called(call, row)
        except LeaveRun:
            raise
        except BaseException as error:
            failure = msgspec.json.encode(error_of(error, self._node_id)).decode()
            journal.record(self._step_row(loop, row, "failed", (None, failure), begun))
            raise
        if row.displaces:
            journal.rerun(loop)
        journal.record(self._step_row(loop, row, "done", (body, None), begun))
        return decode(body)

    def map_steps(self, function: Callable[[Any], Any], items: Iterable[Any], options: MapOptions) -> Sequence[Any]:
        label = options.label or "items"
        self._calls[label] += 1
        scope = f"{label}#{self._calls[label]}"
        call = MapCall(
            items, options.key, options.retry, options.on_error, self._node_id, label, self._tools.position.attempt
        )
        mapping = DurableLoop(call, self._tools.journal, self._tools.control, self._tools.report.progress)
        return mapping.run(self._number, scope, self._executor(function, options, scope))

    def checkpoint(self, update: dict[str, Any] | None) -> None:
        if update:
            self._tools.visit_store.updated(self._number, checked_update(update, "checkpoint()", in_one_row=True))
        self.safe_point()

    def interrupt(self, value: Any, update: dict[str, Any] | None) -> Any:
        asked = decode(fitting(encode(value)))
        try:
            self.checkpoint(update)
        except PauseAsked as pause:  # while a pause is requested, this is that pause
            pause.value = asked
            raise
        self._questions += 1
        answer = self._tools.journal.answer(self._number, self._questions)
        if answer is not None:
            return answer[0]
        raise QuestionAsked(asked, self._questions)

    def progress(self, done: int, total: int | None, message: str | None, label: str = "") -> None:
        pace = self._paces.get(label)
        if pace is None:
            pace = self._paces[label] = RateMeter(self._node_id, label)
        message = None if message is None else RunMasker.masker.text(str(message))
        self._tools.report.progress(pace.step(Counts(total, done), message))

    def artifact(self, name: str, value: Any) -> dict[str, Any]:
        return write_artifact(self._tools.paths.outputs, name, value)

    # -- pieces ----------------------------------------------------------------------------------------------------

    def _executor(self, function: Callable[[Any], Any], options: MapOptions, scope: str) -> Executor:
        if options.pool == "process":
            pool = Processes(function, options.workers, options.timeout)
            run = functools.partial(self._in_process, pool, scope)
            return Threads(run, options.workers, None, pool.close)
        surroundings = contextvars.copy_context()
        is_async = inspect.iscoroutinefunction(function)
        run = functools.partial(self._in_thread, function, scope, is_async)
        if options.workers == 1 and options.timeout is None and not is_async:
            return Inline(run)
        # Every thread runs in a copy of the node's context variables, so that current_run works there.
        return Threads(lambda job: surroundings.copy().run(run, job), options.workers, options.timeout)

    def _in_thread(self, function: Callable[[Any], Any], scope: str, is_async: bool, job: Job) -> Any:
        token = CONTEXT.set(_ItemContext(self, scope, job))
        try:
            return asyncio.run(function(job.item)) if is_async else function(job.item)
        finally:
            end_forked_child()
            CONTEXT.reset(token)

    def _in_process(self, pool: Processes, scope: str, job: Job) -> Any:
        return pool.run(job, self.item_info(scope, job))

    def item_info(self, scope: str, job: Job) -> RunInfo:
        """This visit as an item of one of its loops sees it."""
        known_by = job.item_hash if job.item_hash is not None and is_numbered(job.item_hash) else job.key
        key = self._idempotency_key(scope, known_by.hex())
        return replace(self.info, attempt=job.attempt + job.tries - 1, idempotency_key=key)

    def _idempotency_key(self, *parts: str) -> str:
        text = "/".join([self._tools.thread_id, self._node_id, str(self._number), *parts])
        return hashlib.sha256(text.encode()).hexdigest()

    def _step_row(
        self, loop: int, row: Call, state: StepState, outcome: tuple[bytes | None, str | None], begun: float
    ) -> StepRow:
        result, error = outcome
        now = self._tools.journal.clock.now()
        attempt = self._tools.position.attempt
        return StepRow(loop, row.key, 0, state, attempt, result, error, row.item_hash, now, monotonic() - begun)


def _called(call: Callable[[], Any], row: Call) -> bytes:
    """A step's result as it is stored."""
    value = call()
    try:
        return fitting(encode(value))
    except (ResultNotSerializable, ResultTooLarge) as error:
        raise named(error, f"step {decode(row.key)!r}") from None


class _ItemContext:
    """An item's view of the run: the visit's, with the item's own attempt and idempotency key."""

    def __init__(self, visit: VisitContext, scope: str, job: Job) -> None:
        self._visit = visit
        self._scope = scope
        self._job = job

    @property
    def info(self) -> RunInfo:
        return self._visit.item_info(self._scope, self._job)

    def step(self, *_: Any) -> Any:
        raise NotInItem("step() does not work inside an item of map_steps: the item is the step.")

    def map_steps(self, *_: Any) -> Any:
        raise NotInItem("map_steps() does not work inside an item of map_steps: give the outer one all items.")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._visit, name)
