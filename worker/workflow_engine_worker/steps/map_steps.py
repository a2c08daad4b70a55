"""`map_steps`: a loop whose items are journaled one by one, with a safe point between any two of them."""

import heapq
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from time import monotonic
from typing import Any, Literal, TypeAlias

import msgspec

from workflow_engine_shared.codec import decode
from workflow_engine_shared.errors import ErrorData, ItemFailed, ResultNotSerializable, ResultTooLarge
from workflow_engine_shared.protocol.messages import Progress
from workflow_engine_shared.storage.run.decided import Decided
from workflow_engine_shared.storage.run.journal import StepRow, reported_duration
from workflow_engine_shared.storage.run.loop_sums import StepState
from workflow_engine_worker.control.leave import LeaveRun
from workflow_engine_worker.control.visit_control import VisitControl
from workflow_engine_worker.functions.call import error_of
from workflow_engine_worker.steps.executors import Done, Executor, ItemLeft, Job
from workflow_engine_worker.steps.journal import JournalWriter
from workflow_engine_worker.steps.matching import Match, Matching, matching_for
from workflow_engine_worker.steps.progress import Counts, RateMeter
from workflow_engine_worker.steps.read_ahead import PAGE_PLACES
from workflow_engine_worker.steps.results import StepResults, fitting, named

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
    visit: int
    label: str
    first_attempt: int  #: of an item in this visit: an item may have been in flight at each crash before


class DurableLoop:
    """One pass over the items of a `map_steps` call."""

    def __init__(
        self,
        call: MapCall,
        journal: JournalWriter,
        control: VisitControl,
        show: Callable[[int, Callable[[], Progress]], None],
    ) -> None:
        """`show` is called at each outcome with the visit and what tells its progress, once somebody wants to know."""
        self._call = call
        self._journal = journal
        self._control = control
        self._show = show
        self._pace = pace = RateMeter(call.node_id, call.visit, call.label)
        self._counts = counts = Counts(total=_known_length(call.items))
        self._tell = lambda: pace.step(counts)  # without the items: it may be asked once the loop is over
        self._delayed: list[tuple[float, int, Job]] = []  #: retries by due time
        self._in_flight = 0
        self._changed: set[int] = set()  #: positions of items that had another content when they were decided
        self._failure: ItemFailed | None = None
        self._leaving: LeaveRun | None = None

    def run(self, scope: str, executor: Executor) -> "StepResults":
        """Run what is not decided yet; returns all outcomes in item order.

        Raises:
            ItemFailed: an item failed for good and `on_error` is "raise"; all others in flight are journaled.
            LeaveRun: somebody asked for it; nothing is in flight any more, everything decided is on the disk.
        """
        self._loop = self._journal.open_loop(self._call.visit, scope, self._call.label, self._counts.total)
        key_of = None if self._call.key is None else self._key_of
        matching = matching_for(self._journal, self._loop, key_of, self._call.label)
        self._pace.begin(self._counts)
        try:
            jobs = self._undecided(matching) if self._loop.has_steps else self._all(matching)
            self._pump(jobs, executor)
        finally:
            self._drain(executor)
            executor.close()
            self._journal.flush()
            self._show(self._call.visit, self._tell)
        if self._failure is not None:
            raise self._failure
        self._close(matching)
        return StepResults(self._journal, self._loop.id, self._counts.decided, self._call.on_error)

    def _pump(self, jobs: Iterator[Job], executor: Executor) -> None:
        """Keep the executor busy until every item is decided, one failed for good, or somebody asks to leave."""
        while self._failure is None:
            self._control.safe_point()
            is_behind = False
            while (
                self._in_flight < executor.width
                and not (is_behind := self._journal.is_behind)
                and (job := self._next(jobs)) is not None
            ):
                executor.submit(job)
                self._in_flight += 1
            if self._in_flight:
                self._record_outcomes(executor.wait(self._patience()))
            elif is_behind:
                self._journal.catch_up(POLL_S)
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

    def _all(self, matching: Matching) -> Iterator[Job]:
        """The items of a loop that nobody has begun."""
        first, name = self._call.first_attempt, matching.name
        for position, item in enumerate(self._call.items):
            key, item_hash = name(item, position)
            yield Job(position, key, item, item_hash, first)

    def _undecided(self, matching: Matching) -> Iterator[Job]:
        """The items that have to run; decided ones are passed over on the way."""
        items, match_of, count = self._call.items, matching.match, self._counts.count
        at_hand, done, passing, numbered = _at_hand(items), 0, False, enumerate(items)
        for position, item in numbered:  # hundreds of thousands, when a run goes on: each call counts
            if at_hand is not None and (settled := matching.pass_over(at_hand, position)) is not None:
                passing, more = True, len(settled.keys) - 1
                next(islice(numbered, more, more), None)
                count("done", settled.done)
                count("skipped", settled.skipped)
                self._control.safe_point()
                continue
            match = match_of(item, position)
            if isinstance(match, Decided):
                if match.position != position:
                    self._journal.moved(self._loop.id, position, match.key)
                if match.state == "done":
                    done += 1
                else:
                    count(match.state)
                if not position % PAGE_PLACES:
                    count("done", done)
                    done = 0
                    self._control.safe_point()
                passing = True
                continue
            if passing:
                count("done", done)
                self._pace.begin(self._counts)
                done, passing = 0, False
            self._note_why(match, position)
            earlier = 0 if match.known is None or match.changed else match.known.attempt + 1
            yield Job(position, match.key, item, match.item_hash, max(self._call.first_attempt, earlier))
        count("done", done)

    def _note_why(self, match: Match, position: int) -> None:
        """An item runs although an earlier attempt may have decided it."""
        if match.known is None or match.known.state == "failed":
            return
        if match.changed:
            self._changed.add(position)
        elif match.known.unreadable is not None:
            name, why = self._name(match.key, position), match.known.unreadable
            log.warning("The result of item %r of %s cannot be read (%s); it runs again", name, self._call.label, why)

    def _name(self, key: bytes, position: int) -> Any:
        """What an item is called in messages: its key, or where it stands."""
        return position if self._call.key is None else decode(key)

    def _key_of(self, item: Any) -> Any:
        key = self._call.key
        if callable(key):
            return key(item)
        return item[key] if isinstance(item, dict) else getattr(item, str(key))

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
            self._show(self._call.visit, self._tell)

    def _record_value(self, done: Done) -> None:
        try:
            body = fitting(done.encoded())
        except (ResultNotSerializable, ResultTooLarge) as error:
            name = self._name(done.job.key, done.job.position)
            self._record_failure(done, named(error, f"item {name!r} of {self._call.label!r}"))
        else:
            self._record(done, "done", body, None)

    def _record_failure(self, done: Done, error: BaseException) -> None:
        data = error_of(error, self._call.node_id)
        state: StepState = "skipped" if self._call.on_error == "skip" else "failed"
        self._record(done, state, None, data)
        if state == "failed" and self._failure is None:
            name = self._name(done.job.key, done.job.position)
            self._failure = ItemFailed(_item_error(data, self._call.label, name))
            self._failure.__cause__ = error

    def _record(self, done: Done, state: StepState, result: bytes | None, error: ErrorData | None) -> None:
        job = done.job
        if self._changed and job.position in self._changed:
            self._journal.rerun(self._loop.id)
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
                reported_duration(done.duration),
            )
        )
        self._counts.count(state)

    def _retry_later(self, done: Done) -> None:
        job = replace(done.job, tries=done.job.tries + 1)
        delay = min(RETRY_DELAY_S * 2 ** (done.job.tries - 1), MAX_RETRY_DELAY_S)
        log.warning(
            "Item %r of %s failed (%s); trying again", self._name(job.key, job.position), self._call.label, done.error
        )
        heapq.heappush(self._delayed, (monotonic() + delay, job.position, job))

    def _close(self, matching: Matching) -> None:
        """The list has ended: what it no longer has is set aside, and what changed is told."""
        left, before, now = matching.leftover(), self._loop.earlier_total, self._counts.decided
        self._journal.close_loop(self._loop.id, now, left.gone, left.changed)
        gone, changed = len(left.gone) - left.changed, len(self._changed) + left.changed
        if self._loop.has_steps and (gone or changed or before not in (None, now)):
            log.warning(
                "The items of %s changed since they were first run: %s then, %d now; %d decided ones are gone, "
                "%d have another content (they ran again)",
                self._call.label,
                "unknown" if before is None else before,
                now,
                gone,
                changed,
            )


def _at_hand(items: Iterable[Any]) -> Sequence[Any] | None:
    """The items, if they can be looked at ahead of their turn; a subclass may give others than it shows."""
    return items if isinstance(items, list | tuple | range) and type(items) in (list, tuple, range) else None


def _known_length(items: Iterable[Any]) -> int | None:
    try:
        return len(items)  # type: ignore[arg-type]
    except TypeError:
        return None


def _is_failure(error: BaseException) -> bool:
    """Whether the item failed, rather than left on purpose.

    Every failure is worth another try here, one of the engine's own too: the item may return something else then. A
    node's retries (`nodes.python`) pass over the engine's own, because each of them runs the whole function again.
    """
    return isinstance(error, Exception) and not isinstance(error, ItemLeft)


def _item_error(error: ErrorData, label: str, key: Any) -> ErrorData:
    return msgspec.structs.replace(error, message=f"{error.message} (item {key!r} of {label})")
