"""Lanes on a cluster: the engine that one loop's scheduler uses, and an executor that looks whether there is a way."""

import itertools
import pickle
import queue
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from workflow_engine_shared.errors import RegistrationError
from workflow_engine_shared.errors.base import masked
from workflow_engine_shared.functions.loop_options import actor_options
from workflow_engine_shared.sdk import MapOptions, RunInfo
from workflow_engine_shared.secrets.masking import Masker
from workflow_engine_worker.lanes.cluster.cluster_lane import ClusterLane
from workflow_engine_worker.lanes.cluster.cluster_lanes import ClusterLanes
from workflow_engine_worker.lanes.engine import LaneEvent, Lost, gathered
from workflow_engine_worker.lanes.messages import (
    Batch,
    Errand,
    FromLane,
    Hello,
    ItemFailed,
    Ready,
    Recall,
    Task,
    Unfit,
    Unusable,
)
from workflow_engine_worker.lanes.scheduler import LaneExecutor
from workflow_engine_worker.masks import RunMasker
from workflow_engine_worker.steps.executors import Done

_PACKAGES = (
    "The machines need the packages that the flow imports: install them there, or set ray_packages to auto. The flows "
    "folders are sent along."
)


class ClusterExecutor(LaneExecutor):
    """An `Executor` that leaves the run while its cluster cannot be reached."""

    def __init__(self, lanes: ClusterLanes, *given: Any) -> None:
        super().__init__(*given)
        self._cluster = lanes

    def wait(self, timeout: float | None) -> list[Done]:
        """Tries that came back, as in `LaneExecutor`.

        Raises:
            ClusterAwaited: the cluster cannot be reached, and the loop goes on once it can.
            ClusterRefused: it does not take this run's items.
        """
        if timeout is not None:  # a loop that leaves gets back what it handed over, whatever became of the cluster
            self._cluster.check()
        return super().wait(timeout)


class ClusterEngine:
    """A `LaneEngine` of one loop, with the lanes of its run.

    Raises:
        RegistrationError: the function cannot be sent to another machine.
        CodeNotSendable: the flows folders cannot be.
    """

    def __init__(self, lanes: ClusterLanes, function: Callable[[Any], Any], options: MapOptions, info: RunInfo) -> None:
        try:
            pickled = pickle.dumps(function, pickle.HIGHEST_PROTOCOL)
        except Exception as error:
            raise RegistrationError(
                f"map_steps(pool='ray') needs a function at a module's top level ({error})."
            ) from error
        lanes.begin_loop()
        self._run = lanes
        self._node_id = info.node_id
        self._options = actor_options(options.resources)
        # Secrets stay here: what comes back is masked when it comes.
        masker = pickle.dumps(Masker(RunMasker.masker.names))
        self._task = Task(pickled, pickle.dumps(info), lanes.new_task(), masker)
        self._numbers = itertools.count(1)
        self._lanes: dict[int, ClusterLane] = {}
        self._names: dict[ClusterLane, int] = {}
        self._said: queue.SimpleQueue[tuple[ClusterLane, FromLane | Lost]] = queue.SimpleQueue()

    def open(self) -> int:
        number = next(self._numbers)
        lane = self._run.take(self._options, self._hear, self._node_id)
        self._lanes[number] = lane
        self._names[lane] = number
        self._run.send(lane, self._task)
        return number

    def send(self, lane: int, errands: Sequence[Errand]) -> None:
        self._run.send(self._lanes[lane], Batch(list(errands)))

    def recall(self, lane: int) -> None:
        self._run.send(self._lanes[lane], Recall())

    def end(self, lane: int) -> None:
        if (known := self._forget(lane)) is not None:
            self._run.end(known)

    def release(self, lane: int) -> None:
        if (known := self._forget(lane)) is not None:
            self._run.keep(known)

    def news(self, timeout: float, gather: float = 0.0) -> list[tuple[int, LaneEvent]]:
        self._run.end_hung()
        said = gathered(self._said, timeout, gather)
        return [event for lane, news in said for event in self._understood(lane, news)]

    def _hear(self, lane: ClusterLane, news: FromLane | Lost) -> None:
        self._said.put((lane, news))

    def _understood(self, lane: ClusterLane, news: FromLane | Lost) -> list[tuple[int, LaneEvent]]:
        number = self._names.get(lane)
        if number is None or isinstance(news, (Hello, Unfit)):
            return []
        if isinstance(news, (Ready, Unusable)) and news.task != self._task.number:
            return []  # an earlier loop was over before this lane stood
        if isinstance(news, (Unusable, ItemFailed)):
            error = masked(news.error, RunMasker.masker.text)
            if isinstance(news, Unusable):
                lacks = "No module named" in error.message
                text = f"{error.message} (on {lane.machine})"
                error = msgspec.structs.replace(error, message=text, hint=_PACKAGES if lacks else error.hint)
            return [(number, msgspec.structs.replace(news, error=error))]
        return [(number, news)]  # type: ignore[list-item]  # lines and records go to the run's log by themselves

    def _forget(self, lane: int) -> ClusterLane | None:
        known = self._lanes.pop(lane, None)
        if known is not None:
            del self._names[known]
        return known
