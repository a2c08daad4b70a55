"""The scheduling of a loop's items over lanes: batches, what a death costs, and what a loop that leaves takes back.

Pure: which item was at work when a process died is worked out here, from the order of the news. A lane runs its items
in order and tells each result at once: at work is the first undecided one of its oldest batch, once that has begun.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any

import msgspec

from workflow_engine_shared.errors import ItemNotSendable, ItemProcessesLost, RenError
from workflow_engine_worker.lanes import losses
from workflow_engine_worker.lanes.batch_size import BatchSize
from workflow_engine_worker.lanes.engine import LaneEngine, LaneEvent, Lost
from workflow_engine_worker.lanes.lane import Entry, Lane, Ticket
from workflow_engine_worker.lanes.messages import Began, Errand, ItemDone, ItemFailed, Ready, Returned, Unusable
from workflow_engine_worker.lanes.outcomes import DoneInLane, ItemProcessDied, failed, not_begun
from workflow_engine_worker.steps.executors import Done, ItemRaised, ItemTimeout, Job

DEPTH = 2  #: batches a lane has: one at work, one behind it
MAX_BYTES = 16 * 1024 * 1024  #: of items that were handed over and are not decided; each lane may have one all the same
MAX_STARTS_LOST = 3  #: lanes in a row that died before their first item
_PATIENCE_S = 0.5

log = logging.getLogger("renflow")


class LaneExecutor:
    """An `Executor` of up to `lanes` processes.

    `errand_of` makes what is sent of a job, or raises `ItemNotSendable`; `name_of` is what messages call it. One try
    may take `timeout` seconds.
    """

    def __init__(
        self,
        engine: LaneEngine,
        lanes: int,
        errand_of: Callable[[int, Job], Errand],
        timeout: float | None = None,
        name_of: Callable[[Job], Any] = lambda job: job.position,
        clock: Callable[[], float] = monotonic,
        forgives: int = 0,
    ) -> None:
        """`forgives`: so many times an item begins anew whose process ended."""
        self._forgives = forgives
        self._engine = engine
        self._count = lanes
        self._errand_of = errand_of
        self._timeout = timeout
        self._name_of = name_of
        self._clock = clock
        self._size = BatchSize()
        self._lanes: dict[int, Lane] = {}
        self._waiting: deque[Entry] = deque()
        self._alone: deque[Entry] = deque()  #: they were in a batch with one that died: each is a batch
        self._suspects: deque[Entry] = deque()  #: each runs by itself, once nothing else is left
        self._to_blame: set[int] = set()  #: positions of items that ended machines, should they be tried again
        self._done: list[Done] = []
        self._number = 0
        self._in_flight = 0
        self._bytes = 0
        self._starts_lost = 0
        self._generation = 0
        self._last = False  #: the loop has no more items than it has handed over
        self._leaving = False
        self._failure: RenError | None = None

    @property
    def width(self) -> int:
        """Enough that a lane that has done a batch finds the next one complete."""
        if self._bytes >= MAX_BYTES:
            return self._count
        return self._count * (DEPTH + 1) * self._size.items

    def submit(self, job: Job) -> None:
        """Take an item over.

        Raises:
            ItemNotSendable: it cannot be pickled.
        """
        self._number += 1
        entry = Entry(job, self._errand_of(self._number, job))
        self._in_flight += 1
        self._bytes += len(entry.errand.item)
        if job.position in self._to_blame:
            losses.suspect(entry)
            self._suspects.append(entry)
        else:
            self._waiting.append(entry)

    def wait(self, timeout: float | None) -> list[Done]:
        """Tries that came back. `timeout` None: the loop leaves; what has not begun comes back undone.

        Raises:
            ItemNotSendable: an item cannot be unpickled in its process.
            ItemProcessesLost: processes die before their first item.
            ItemRaised: the function cannot be loaded in an item's process.
        """
        if timeout is None and not self._leaving:
            self._recall()
        until = None if timeout is None else self._clock() + timeout
        self._last = self._in_flight < self.width  # it fills up to the width while it has items
        while True:
            self._hand_out()
            patience = 0.0 if self._done else self._patience(until)
            told_now = self._done or timeout is None
            gather = 0.0 if told_now else self._size.gather(lane.items for lane in self._lanes.values())
            for number, event in self._engine.news(patience, gather):
                if (lane := self._lanes.get(number)) is not None:
                    self._handle(number, lane, event)
            self._end_overdue()
            if self._failure is not None and not self._leaving:
                raise self._failure
            if self._done or (until is not None and self._clock() >= until):
                break
        self._hand_out()
        done, self._done = self._done, []
        self._in_flight -= len(done)
        return done

    def close(self) -> None:
        """Keep the lanes that have nothing to do for the run's next loop; end the others."""
        for number, lane in self._lanes.items():
            if lane.tickets:
                self._engine.end(number)
            else:
                self._engine.release(number)
        self._lanes.clear()

    # -- handing out -----------------------------------------------------------------------------------------------

    def _hand_out(self) -> None:
        if self._leaving or self._failure is not None or any(lane.is_by_itself for lane in self._lanes.values()):
            return
        open_items = len(self._waiting) + len(self._alone) + sum(len(lane.tickets) for lane in self._lanes.values())
        while len(self._lanes) < min(self._count, open_items or bool(self._suspects)):
            self._lanes[self._engine.open()] = Lane(self._generation)
        if not open_items:
            self._send_suspect()
            return
        for depth in range(DEPTH):
            for number, lane in self._lanes.items():
                if lane.ready and len(lane.tickets) <= depth:
                    self._send(number, lane)

    def _send(self, number: int, lane: Lane) -> None:
        if self._alone:
            entries = [] if lane.tickets else [self._alone.popleft()]
        else:
            share = self._size.share(len(self._waiting), self._count * DEPTH, last=self._last)
            entries = [self._waiting.popleft() for _ in range(min(share, len(self._waiting)))]
        if entries:
            lane.tickets.append(Ticket({entry.errand.number: entry for entry in entries}, len(entries)))
            self._engine.send(number, [entry.errand for entry in entries])

    def _send_suspect(self) -> None:
        ready = next((number for number, lane in self._lanes.items() if lane.ready), None)
        if self._suspects and ready is not None:
            entry = self._suspects.popleft()
            self._lanes[ready].tickets.append(Ticket({entry.errand.number: entry}, 1, by_itself=True))
            self._engine.send(ready, [entry.errand])

    def _recall(self) -> None:
        self._leaving = True
        for waiting in (self._waiting, self._alone, self._suspects):
            for entry in waiting:
                self._decide(entry, not_begun(entry.job))
            waiting.clear()
        for number, lane in self._lanes.items():
            if lane.tickets:
                self._engine.recall(number)

    # -- what comes back -------------------------------------------------------------------------------------------

    def _handle(self, number: int, lane: Lane, event: LaneEvent) -> None:
        if isinstance(event, (ItemDone, ItemFailed)):
            entry = self._ended(lane, event)
            if entry is not None:
                self._decide(entry, self._outcome(entry.job, event))
        elif isinstance(event, Began):
            lane.tickets[0].began = lane.has_worked = True
            lane.since = self._clock()
            self._starts_lost = 0
        elif isinstance(event, Returned):
            for entry in filter(None, (lane.take_out(each) for each in event.numbers)):
                self._decide(entry, not_begun(entry.job))
        elif isinstance(event, Ready):
            lane.ready = True
        elif isinstance(event, Unusable):
            text = f"The function cannot be loaded in a process for items: {event.error.message}"
            self._failure = ItemRaised(msgspec.structs.replace(event.error, message=text))
            self._drop(number)
        else:
            self._lose(number, lane, event)

    def _outcome(self, job: Job, event: ItemDone | ItemFailed) -> Done:
        if isinstance(event, ItemDone):
            return DoneInLane(job, event)
        if event.failure != "unreadable":
            return failed(job, event)
        text = f"Item {self._name_of(job)!r} cannot be unpickled in another process: {event.error.message}"
        self._failure = ItemNotSendable(text)
        return not_begun(job)

    def _ended(self, lane: Lane, event: ItemDone | ItemFailed) -> Entry | None:
        """An item came to its end, and its batch's next one begins."""
        ticket = lane.tickets[0]
        ticket.seconds += event.seconds
        ticket.size += len(event.body) if isinstance(event, ItemDone) else 0
        lane.since = self._clock()
        entry = lane.take_out(event.number)
        if not ticket.entries:
            self._size.learn(ticket.items, ticket.seconds, ticket.size)
        return entry

    def _decide(self, entry: Entry, done: Done) -> None:
        self._bytes -= len(entry.errand.item)
        self._done.append(done)

    # -- deaths ----------------------------------------------------------------------------------------------------

    def _lose(self, number: int, lane: Lane, lost: Lost) -> None:
        """A process is gone: the item it was at work on pays, the others of its batch run alone, all else anew."""
        culprit, by_itself = lane.at_work(), lane.is_by_itself
        if culprit is None:
            self._count_start(lane, lost)
        else:
            log.warning("An item's process ended (%s) at item %r.", losses.how(lost), self._name_of(culprit.job))
        for in_batch, entry in self._drop(number):
            if entry is not culprit:
                self._again(entry, alone=in_batch and not lost.machine)
            elif self._is_spared(entry, lost, by_itself=by_itself):
                self._again(entry, alone=False)
            else:
                self._decide(entry, Done(entry.job, error=ItemProcessDied(losses.complaint(lost))))

    def _is_spared(self, entry: Entry, lost: Lost, *, by_itself: bool) -> bool:
        if not lost.machine:
            entry.deaths += 1
            return not self._leaving and entry.deaths <= self._forgives
        if losses.judged(entry, lost, by_itself=by_itself) == "spared":
            return True
        self._to_blame.add(entry.job.position)
        return False

    def _count_start(self, lane: Lane, lost: Lost) -> None:
        """No item was at work. Once is bad luck; processes that never come to an item at all are the node's fault.

        What ends several that start together is one misfortune.
        """
        log.warning("A process for items ended (%s) while it had none at work.", losses.how(lost))
        if lane.has_worked or lost.machine or lane.generation != self._generation:
            return
        self._generation += 1
        self._starts_lost += 1
        if self._starts_lost >= MAX_STARTS_LOST:
            words = f"\nIts last words:\n{lost.words}" if lost.words else ""
            text = f"{MAX_STARTS_LOST} processes for items in a row ended before their first item, the last "
            self._failure = ItemProcessesLost(f"{text}{losses.how(lost)}.{words}")

    def _end_overdue(self) -> None:
        if self._timeout is None:
            return
        now = self._clock()
        for number, lane in list(self._lanes.items()):
            late = lane.at_work()
            if late is None or now - lane.since < self._timeout:
                continue
            text = f"The item took longer than {self._timeout:g} s; its process was ended."
            for _, entry in self._drop(number):
                if entry is late:
                    self._decide(entry, Done(entry.job, error=ItemTimeout(text), duration=now - lane.since))
                else:
                    self._again(entry, alone=False)

    def _drop(self, number: int) -> Iterable[tuple[bool, Entry]]:
        """End a lane; returns what it had, the last first, each with whether it was in the batch at work."""
        self._engine.end(number)
        return reversed(self._lanes.pop(number).undecided())

    def _again(self, entry: Entry, *, alone: bool) -> None:
        if self._leaving:
            self._decide(entry, not_begun(entry.job))
        elif losses.is_suspect(entry):
            self._suspects.append(entry)
        else:
            (self._alone if alone else self._waiting).appendleft(entry)

    def _patience(self, until: float | None) -> float:
        """How long to wait for news: not past the caller's time, nor past an item's."""
        now = self._clock()
        ends = [now + _PATIENCE_S if until is None else until]
        if self._timeout is not None:
            ends += [lane.since + self._timeout for lane in self._lanes.values() if lane.at_work() is not None]
        return max(0.0, min(ends) - now)
