"""Lanes as processes of this machine: the engine that one loop's scheduler uses."""

import itertools
import pickle
import queue
from collections.abc import Callable, Sequence
from typing import Any

from workflow_engine_shared.errors import RegistrationError
from workflow_engine_shared.sdk import RunInfo
from workflow_engine_worker.lanes.elsewhere.portable import portable
from workflow_engine_worker.lanes.engine import LaneEvent, Lost, gathered
from workflow_engine_worker.lanes.lane_process import Forked, LaneProcess
from workflow_engine_worker.lanes.messages import (
    Batch,
    Called,
    Errand,
    FromLane,
    Hello,
    Kept,
    Progressed,
    Ready,
    Recall,
    Task,
    Unfit,
    Unusable,
)
from workflow_engine_worker.lanes.run_lanes import RunLanes
from workflow_engine_worker.masks import RunMasker


class LocalEngine:
    """A `LaneEngine` of one loop, with the processes of its run.

    Raises:
        RegistrationError: the function cannot be sent to another process.
    """

    def __init__(
        self,
        lanes: RunLanes,
        function: Callable[[Any], Any],
        info: RunInfo,
        called: Callable[[Called], None] | None = None,
    ) -> None:
        """`called` hears what a node's function asks of its visit."""
        try:
            pickled = pickle.dumps(function, pickle.HIGHEST_PROTOCOL)
        except Exception as error:
            raise RegistrationError(
                f"map_steps(pool='process') needs a function at a module's top level ({error})."
            ) from error
        self._run = lanes
        self._node_id = info.node_id
        self._called = called
        self._task = Task(pickled, portable(info), lanes.new_task(), pickle.dumps(RunMasker.masker))
        self._numbers = itertools.count(1)
        self._processes: dict[int, LaneProcess] = {}
        self._lanes: dict[LaneProcess, int] = {}
        self._marks: dict[int, int] = {}
        self._unopened: list[tuple[int, LaneEvent]] = []
        self._said: queue.SimpleQueue[tuple[LaneProcess, FromLane | Lost]] = queue.SimpleQueue()

    def open(self) -> int:
        number = next(self._numbers)
        self._marks[number] = self._run.mark()
        self._begin(number, self._take)
        return number

    def _take(self) -> LaneProcess:
        return self._run.take(self._task.function, self._hear)

    def send(self, lane: int, errands: Sequence[Errand]) -> None:
        self._processes[lane].send(Batch(list(errands)))

    def recall(self, lane: int) -> None:
        self._processes[lane].send(Recall())

    def end(self, lane: int) -> None:
        process = self._forget(lane)
        if process is not None:
            process.end()

    def release(self, lane: int) -> None:
        process = self._forget(lane)
        if process is not None:
            self._run.keep(process)

    def news(self, timeout: float, gather: float = 0.0) -> list[tuple[int, LaneEvent]]:
        found, self._unopened = self._unopened, []
        for process, news in gathered(self._said, 0.0 if found else timeout, gather):
            found += self._understood(process, news)
        return found

    def _hear(self, process: LaneProcess, news: FromLane | Lost) -> None:
        self._said.put((process, news))

    def _understood(self, process: LaneProcess, news: FromLane | Lost) -> list[tuple[int, LaneEvent]]:
        lane = self._lanes.get(process)
        if lane is None or isinstance(news, Hello):
            return []
        if isinstance(news, (Progressed, Kept)):
            if self._called is not None:
                self._called(news)
            return []
        if isinstance(news, (Ready, Unusable)) and news.task != self._task.number:
            return []  # an earlier loop was over before this lane stood
        if isinstance(news, Unfit):
            self._run.forks_no_more()
            self.end(lane)
            self._begin(lane, lambda: self._run.spawn(self._hear))
            return []
        if isinstance(news, Lost):
            if self._was_dismissed(process):
                self._forget(lane)
                self._begin(lane, self._take)
                return []
            news = Lost(news.code, self._run.words_since(self._marks[lane]))
        return [(lane, news)]  # type: ignore[list-item]  # lines and records go to the run's log by themselves

    def _was_dismissed(self, process: LaneProcess) -> bool:
        """Whether the lane never came to be because its template was not wanted any more."""
        origin = process.origin
        return process.pid is None and isinstance(origin, Forked) and origin.template.dismissed

    def _begin(self, lane: int, opened: Callable[[], LaneProcess]) -> None:
        try:
            process = opened()
        except OSError as error:  # the machine has no room for one more process: as good as one that died at once
            self._unopened.append((lane, Lost(words=f"{type(error).__name__}: {error}")))
            return
        self._processes[lane] = process
        self._lanes[process] = lane
        process.node_id = self._node_id
        process.send(self._task)

    def _forget(self, lane: int) -> LaneProcess | None:
        process = self._processes.pop(lane, None)
        if process is not None:
            del self._lanes[process]
        return process
