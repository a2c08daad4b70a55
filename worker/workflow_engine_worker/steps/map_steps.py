"""`map_steps`: a loop whose items are journaled one by one, with a safe point between any two of them."""

import heapq
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any, Literal, TypeAlias

import msgspec
import xxhash

from workflow_engine_shared.codec import decode, encode
from workflow_engine_shared.errors import DuplicateStepKey, ErrorData, ItemFailed, ResultNotSerializable
from workflow_engine_shared.protocol.messages import Progress
from workflow_engine_shared.storage.run.journal import Decided, StepRow, StepState
from workflow_engine_worker.control.commands import RunCommands
from workflow_engine_worker.control.leave import LeaveRun
from workflow_engine_worker.functions.call import error_of
from workflow_engine_worker.steps.executors import Done, Executor, ItemLeft, Job
from workflow_engine_worker.steps.journal import JournalWriter
from workflow_engine_worker.steps.progress import Counts, RateMeter
from workflow_engine_worker.steps.results import StepResults

KeyOf: TypeAlias = str | Callable[[Any], Any] | None
POLL_S = 0.05  #: a command is noticed within this time while items run
RETRY_DELAY_S = 0.5
MAX_RETRY_DELAY_S = 30.0
log = logging.getLogger("renflow")


@dataclass(frozen=True)
class MapCall:
    """What one `map_steps` call asks for."""

    items: Iterable[Any]
    key: KeyOf
    retry: int
    on_error: Literal["raise", "skip"]
    node_id: str
    label: str
    first_attempt: int  #: of an item in this visit: an item may have been in flight at each crash before


class DurableLoop:
    """One pass over the items of a `map_steps` call."""

    def __init__(
        self, call: MapCall, journal: JournalWriter, control: RunCommands, show: Callable[[Progress], None]
    ) -> None:
        self._call = call
        self._journal = journal
        self._control = control
        self._show = show
        self._pace = RateMeter(call.node_id, call.label)
        self._counts = Counts(total=_known_length(call.items))
        self._delayed: list[tuple[float, int, Job]] = []  #: retries by due time
        self._in_flight = 0
        self._changed = 0
        self._failure: ItemFailed | None = None
        self._leaving: LeaveRun | None = None

    def run(self, visit: int, scope: str, executor: Executor) -> "StepResults":
        """Run what is not decided yet; returns all outcomes in item order.

        Raises:
            ItemFailed: an item failed for good and `on_error` is "raise"; all others in flight are journaled.
            LeaveRun: somebody asked for it; nothing is in flight any more, everything decided is on the disk.
        """
        self._loop = self._journal.open_loop(visit, scope, self._call.label, self._counts.total)
        if self._loop.has_steps and self._call.key is not None:
            self._journal.begin_keyed_pass(self._loop.id)
        try:
            self._pump(self._undecided(), executor)
        finally:
            self._drain(executor)
            executor.close()
            self._journal.flush()
            self._show(self._pace.step(self._counts))
        if self._failure is not None:
            raise self._failure
        removed = self._journal.close_loop(self._loop.id, self._counts.decided)
        self._tell_changes(removed)
        return StepResults(self._journal, self._loop.id, self._counts.decided)

    def _pump(self, jobs: Iterator[Job], executor: Executor) -> None:
        """Keep the executor busy until every item is decided, one failed for good, or somebody asks to leave."""
        while self._failure is None:
            self._control.safe_point()
            while self._in_flight < executor.width and (job := self._next(jobs)) is not None:
                executor.submit(job)
                self._in_flight += 1
            if self._in_flight:
                self._record_outcomes(executor.wait(self._patience()))
            elif self._delayed:
                self._control.wait(max(0.0, self._delayed[0][0] - monotonic()))
            else:
                return
            if self._leaving is not None:
                raise self._leaving

    def _next(self, jobs: Iterator[Job]) -> Job | None:
        if self._delayed and self._delayed[0][0] <= monotonic():
            return heapq.heappop(self._delayed)[2]
        return next(jobs, None)

    def _undecided(self) -> Iterator[Job]:
        """The items that have to run; decided ones are passed over on the way."""
        seen: set[bytes] = set()
        for position, item in enumerate(self._call.items):
            key = encode(self._key_of(item, position))
            item_hash = None
            if self._call.key is not None:
                digest = xxhash.xxh3_64_digest(key)
                if digest in seen:
                    raise DuplicateStepKey(f"Two items of {self._call.label!r} have the key {decode(key)!r}.")
                seen.add(digest)
                item_hash = _hash_of(item)
            known = self._journal.decided(self._loop.id, key) if self._loop.has_steps else None
            if known is not None and known.state != "failed":
                self._pass_over(known, position, item_hash)
                self._control.safe_point()
                continue
            attempt = max(self._call.first_attempt, 0 if known is None else known.attempt + 1)
            yield Job(position, key, item, item_hash, attempt)

    def _key_of(self, item: Any, position: int) -> Any:
        key = self._call.key
        if key is None:
            return position
        if callable(key):
            return key(item)
        return item[key] if isinstance(item, dict) else getattr(item, key)

    def _pass_over(self, known: Decided, position: int, item_hash: bytes | None) -> None:
        if self._call.key is not None:
            self._journal.moved(self._loop.id, position, known.key)
        self._changed += known.item_hash != item_hash
        self._counts.count(known.state)
        self._pace.restart()

    def _patience(self) -> float | None:
        """How long to wait for a result: not past the next retry, and never so long that a command waits."""
        if not self._delayed:
            return POLL_S
        return min(POLL_S, max(0.0, self._delayed[0][0] - monotonic()))

    def _drain(self, executor: Executor) -> None:
        """Wait for what is in flight and journal it; nothing new is handed out."""
        while self._in_flight:
            self._record_outcomes(executor.wait(None), retries=False)

    def _record_outcomes(self, finished: list[Done], *, retries: bool = True) -> None:
        # All at once: when the first cannot be recorded (the disk is full), nobody may wait for the others.
        self._in_flight -= len(finished)
        for done in finished:
            if done.error is None:
                self._record_value(done)
            elif isinstance(done.error, LeaveRun):
                self._leaving = done.error  # a safe point inside the item, which is still pending
            elif done.job.tries <= self._call.retry and _is_failure(done.error):
                if retries:
                    self._retry_later(done)
            else:
                self._record_failure(done, done.error)
        if finished:
            self._show(self._pace.step(self._counts))

    def _record_value(self, done: Done) -> None:
        try:
            body = done.encoded()
        except ResultNotSerializable as error:
            where = f"The result of item {decode(done.job.key)!r} of {self._call.label!r}: {error.detail}"
            self._record_failure(done, ResultNotSerializable(where))
            return
        self._record(done, "done", body, None)

    def _record_failure(self, done: Done, error: BaseException) -> None:
        data = error_of(error, self._call.node_id)
        state: StepState = "skipped" if self._call.on_error == "skip" else "failed"
        self._record(done, state, None, data)
        if state == "failed" and self._failure is None:
            self._failure = ItemFailed(_item_error(data, self._call.label, decode(done.job.key)))
            self._failure.__cause__ = error

    def _record(self, done: Done, state: StepState, result: bytes | None, error: ErrorData | None) -> None:
        job = done.job
        self._journal.record(
            StepRow(
                self._loop.id,
                job.key,
                job.position,
                state,
                job.attempt + job.tries - 1,
                result,
                None if error is None else msgspec.json.encode(error).decode(),
                job.item_hash,
                self._journal.clock.now(),
                done.duration,
            )
        )
        self._counts.count(state)

    def _retry_later(self, done: Done) -> None:
        job = replace(done.job, tries=done.job.tries + 1)
        delay = min(RETRY_DELAY_S * 2 ** (done.job.tries - 1), MAX_RETRY_DELAY_S)
        log.warning("Item %r of %s failed (%s); trying again", decode(job.key), self._call.label, done.error)
        heapq.heappush(self._delayed, (monotonic() + delay, job.position, job))

    def _tell_changes(self, removed: int) -> None:
        before, now = self._loop.earlier_total, self._counts.decided
        if self._loop.has_steps and (removed or self._changed or before not in (None, now)):
            log.warning(
                "The items of %s changed since they were first run: %s then, %d now; %d decided ones are gone, "
                "%d have another content (their earlier results stand)",
                self._call.label,
                "unknown" if before is None else before,
                now,
                removed,
                self._changed,
            )


def _known_length(items: Iterable[Any]) -> int | None:
    try:
        return len(items)  # type: ignore[arg-type]
    except TypeError:
        return None


def _hash_of(item: Any) -> bytes | None:
    """What the item's content was, if it is plain data; only compared, to tell that it changed."""
    try:
        return xxhash.xxh3_64_digest(encode(item))
    except ResultNotSerializable:
        return None


def _is_failure(error: BaseException) -> bool:
    """Whether the item failed, rather than left on purpose.

    Every failure is worth another try here, one of the engine's own too: the item may return something else then. A
    node's retries (`nodes.python`) pass over the engine's own, because each of them runs the whole function again.
    """
    return isinstance(error, Exception) and not isinstance(error, ItemLeft)


def _item_error(error: ErrorData, label: str, key: Any) -> ErrorData:
    return msgspec.structs.replace(error, message=f"{error.message} (item {key!r} of {label})")
