"""An engine of lanes that a test conducts: it runs batches as it is told to, on a clock that the test moves."""

import pickle
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from workflow_engine_shared.codec import encode
from workflow_engine_shared.errors import ErrorData
from workflow_engine_worker.lanes.engine import LaneEvent, Lost
from workflow_engine_worker.lanes.messages import Began, Errand, ItemDone, ItemFailed, Ready, Returned
from workflow_engine_worker.lanes.scheduler import LaneExecutor
from workflow_engine_worker.steps.executors import Done, Job

#: What an item may do besides returning itself.
Fate = Callable[["Conducted", int, Errand], LaneEvent]


def dies(_engine: "Conducted", _lane: int, _errand: Errand) -> LaneEvent:
    return Lost(-9)


def takes_its_machine(_engine: "Conducted", _lane: int, _errand: Errand) -> LaneEvent:
    return Lost(machine=True)


def fails(_engine: "Conducted", _lane: int, errand: Errand) -> LaneEvent:
    return ItemFailed(errand.number, "raised", ErrorData("USER_CODE_ERROR", "ValueError: bad"), 0.001)


def hangs(_engine: "Conducted", _lane: int, _errand: Errand) -> None:
    return None


def once(fate: Any) -> Any:
    """The first time only."""
    left = [fate]
    return lambda engine, lane, errand: left.pop()(engine, lane, errand) if left else _returns(engine, lane, errand)


def _returns(engine: "Conducted", _lane: int, errand: Errand) -> LaneEvent:
    return ItemDone(errand.number, encode(pickle.loads(errand.item)), engine.seconds)


@dataclass
class Lane:
    batches: deque[list[Errand]] = field(default_factory=deque)
    place: int = 0
    hung: bool = False


class Conducted:
    """Every look at the news lets each lane run one item."""

    def __init__(self, fates: dict[Any, Any] | None = None, seconds: float = 0.001, starts: Iterable[Any] = ()) -> None:
        self.fates = fates or {}
        self.seconds = seconds
        self.starts = deque(starts)  #: what becomes of the lanes that are opened next; then each is ready
        self.now = 0.0
        self.opened = 0
        self.lanes: dict[int, Lane] = {}
        self.sent: list[list[Any]] = []
        self.ran: list[Any] = []
        self.ended: list[int] = []
        self.released: list[int] = []
        self.gathers: list[float] = []  #: how long news was to wait for more, at each look
        self.asleep = False  #: nothing is run
        self._news: list[tuple[int, LaneEvent]] = []

    def open(self) -> int:
        self.opened += 1
        self.lanes[self.opened] = Lane()
        event = self.starts.popleft() if self.starts else Ready(1)
        if event is not None:
            self._news.append((self.opened, event))
        return self.opened

    def send(self, lane: int, errands: Any) -> None:
        self.sent.append([pickle.loads(each.item) for each in errands])
        self.lanes[lane].batches.append(list(errands))

    def recall(self, lane: int) -> None:
        """What has not begun goes back; the item at work stays."""
        held = self.lanes[lane]
        first = held.batches[0]
        kept = first[held.place : held.place + 1] if held.hung else []
        back = [each.number for batch in held.batches for each in batch if each not in [*kept, *first[: held.place]]]
        held.batches = deque([kept]) if kept else deque()
        held.place = 0
        if back:
            self._news.append((lane, Returned(back)))

    def end(self, lane: int) -> None:
        self.ended.append(lane)
        self.lanes.pop(lane, None)

    def release(self, lane: int) -> None:
        self.released.append(lane)

    def news(self, timeout: float, gather: float = 0.0) -> list[tuple[int, LaneEvent]]:
        self.gathers.append(gather)
        for number in list(self.lanes):
            if not self.asleep and number in self.lanes:
                self._run_one(number)
        if not self._news:
            self.now += timeout
        news, self._news = self._news, []
        return news

    def say(self, lane: int, event: LaneEvent) -> None:
        self._news.append((lane, event))

    def _run_one(self, number: int) -> None:
        lane = self.lanes[number]
        if not lane.batches or lane.hung:
            return
        batch = lane.batches[0]
        errand = batch[lane.place]
        if lane.place == 0:
            self._news.append((number, Began(errand.number)))
        item = pickle.loads(errand.item)
        self.ran.append(item)
        event = self.fates.get(item if isinstance(item, int) else None, _returns)(self, number, errand)
        if event is None:
            lane.hung = True
            return
        self._news.append((number, event))
        if isinstance(event, Lost):
            del self.lanes[number]
            return
        lane.place += 1
        if lane.place == len(batch):
            lane.batches.popleft()
            lane.place = 0


def errand_of(number: int, job: Job) -> Errand:
    return Errand(number, pickle.dumps(job.item), job.attempt + job.tries - 1, str(job.position))


def executor_of(engine: Conducted, lanes: int = 2, timeout: float | None = None) -> LaneExecutor:
    return LaneExecutor(engine, lanes, errand_of, timeout, clock=lambda: engine.now)


def job(position: int, item: Any = None) -> Job:
    return Job(position, encode(position), position if item is None else item, None, 1)


def all_of(executor: LaneExecutor, items: Iterable[Any], looks: int = 100_000) -> list[Done]:
    """Run them as the loop does: fill up to the width, take what comes back."""
    waiting = deque(job(position, item) for position, item in enumerate(items))
    done: list[Done] = []
    in_flight = 0
    while waiting or in_flight:
        assert (looks := looks - 1), "it does not come to an end"
        while waiting and in_flight < executor.width:
            executor.submit(waiting.popleft())
            in_flight += 1
        found = executor.wait(0.05)
        done += found
        in_flight -= len(found)
    return done
